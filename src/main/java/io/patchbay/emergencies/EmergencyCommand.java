package io.patchbay.emergencies;

import io.patchbay.catalog.CatalogDoctor;
import io.patchbay.catalog.Integration;
import io.patchbay.database.DatabaseVisit;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code bin/patchbay panic provider NAME | workspace SLUG | status} and {@code bin/patchbay erase
 * workspace SLUG}: gives an order to whatever serves on this database. Naming the thing is the
 * confirmation.
 */
public final class EmergencyCommand {
  private static final int SHOWN = 20;

  private final Emergencies emergencies;
  private final Environment environment;
  private final PrintStream out;

  private EmergencyCommand(Emergencies emergencies, Environment environment, PrintStream out) {
    this.emergencies = emergencies;
    this.environment = environment;
    this.out = out;
  }

  /**
   * @param words as they were typed, the command first
   * @return the exit code: 0 where it was ordered, 1 where there is no such thing, 2 for unknown
   *     words
   */
  public static int run(List<String> words, Environment environment, PrintStream out) {
    try (var database = DatabaseVisit.to(environment)) {
      return new EmergencyCommand(
              Emergencies.at(JdbcClient.create(database.engine())), environment, out)
          .run(words);
    }
  }

  private int run(List<String> words) {
    var target = words.size() == 3 ? words.get(2) : "";
    return switch (String.join(" ", words).replaceFirst(" [^ ]+$", target.isEmpty() ? "$0" : "")) {
      case "panic status" -> status();
      case "panic provider" -> provider(target);
      case "panic workspace" -> workspace(Emergency.Kind.WORKSPACE, target);
      case "erase workspace" -> workspace(Emergency.Kind.ERASURE, target);
      default -> {
        out.println(
            "Usage: bin/patchbay panic provider NAME | panic workspace SLUG | panic status | erase workspace SLUG");
        yield 2;
      }
    };
  }

  private int provider(String name) {
    var entries = CatalogDoctor.examine(environment).entries();
    var slugs = slugs(entries, name);
    long living = emergencies.living(slugs);
    if (slugs.size() == 1 && living == 0) {
      out.printf("No provider '%s'. %s%n", name, CatalogDoctor.suggestion(name, names(entries)));
      return 1;
    }
    emergencies.order(Emergency.Kind.PROVIDER, name, null, "command line");
    return ordered("Every credential of provider '%s' (%d now)".formatted(name, living));
  }

  private static List<String> slugs(Collection<Integration> entries, String name) {
    return Stream.concat(
            entries.stream()
                .filter(it -> it.provider().equals(name) || it.slug().equals(name))
                .map(Integration::slug),
            Stream.of(name))
        .toList();
  }

  private static List<String> names(Collection<Integration> entries) {
    return entries.stream().map(Integration::provider).distinct().toList();
  }

  private int workspace(Emergency.Kind kind, String slug) {
    var workspace = emergencies.workspace(slug);
    if (workspace.isEmpty()) {
      out.printf("No workspace '%s'. Nothing was changed.%n", slug);
      return 1;
    }
    long living = emergencies.living(workspace.get());
    emergencies.order(kind, slug, workspace.get(), "command line");
    return ordered(
        switch (kind) {
          case PROVIDER, WORKSPACE ->
              "Every credential of workspace '%s' (%d now)".formatted(slug, living);
          case ERASURE ->
              "Workspace '%s', its %d credentials first and then every row of it,"
                  .formatted(slug, living);
        });
  }

  private int ordered(String what) {
    out.printf(
        "%s is ordered to go. What serves begins within seconds, and goes on after a crash; 'bin/patchbay panic status' says how far it is.%n",
        what);
    return 0;
  }

  private int status() {
    var orders = emergencies.newest(SHOWN);
    orders.forEach(it ->
        out.printf(
            "%s  %-9s %-20s %5d erased, %5d confirmed by the provider  %s%n",
            it.at(),
            it.kind().word(),
            it.target(),
            it.ended(),
            it.revoked(),
            it.doneAt() == null ? "going on" : "done " + it.doneAt()));
    if (orders.isEmpty()) {
      out.println("Nothing was ordered.");
    }
    return 0;
  }
}
