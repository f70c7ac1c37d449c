package io.patchbay.benchmarks;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import io.patchbay.testing.FullDirectory;
import io.patchbay.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A data directory of the program's own, with a catalog of a given size and the workspace Pinework
 * in heavy use.
 */
final class Stage {
  static final String PAGE = "/w/pinework/integrations";
  static final WorkspaceId PINEWORK =
      new WorkspaceId(UUID.fromString("019ab000-0000-7000-8000-000000000001"));
  static final int ACCOUNTS = 4;
  static final int CLIENTS = 16;
  private static final PersonId ADA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000011"));
  private static final List<String> BUILT_IN =
      List.of("slack", "google-calendar", "stripe", "github", "vercel");

  private final Path data;
  private final Path config;
  private final List<String> slugs;

  /**
   * @param entries how many can be connected; the built-in ones are always there
   */
  Stage(Path folder, int entries) throws IOException {
    data = folder.resolve("data");
    config = folder.resolve("bench.yml");
    var catalog = Files.createDirectories(folder).resolve("catalog");
    Files.writeString(
        config, "patchbay:\n  catalog: [%s]\n  health: { look-every: 1h }\n".formatted(catalog));
    slugs =
        Stream.concat(
                FullDirectory.write(catalog, Math.max(0, entries - BUILT_IN.size())).stream(),
                BUILT_IN.stream())
            .toList();
  }

  Path data() {
    return data;
  }

  Path config() {
    return config;
  }

  Program start() {
    return Program.built(data, config);
  }

  /** Connects the first so many, each with several accounts, while the program runs. */
  void connect(int integrations) {
    FullDirectory.connect(superuser(), PINEWORK, ADA, slugs.subList(0, integrations), ACCOUNTS);
  }

  /** Puts other workspaces beside it, each with something connected. */
  void beside(int workspaces) {
    FullDirectory.beside(superuser(), workspaces, slugs.getFirst());
  }

  /** What PostgreSQL knows of the rows is as fresh as after a night's work. */
  void settle() {
    superuser().sql("analyze").update();
  }

  static Load load(URI address) {
    return new Load(address.resolve(PAGE), "Cookie: " + signIn(address), CLIENTS);
  }

  static String signIn(URI address) {
    return new Browser(address.getPort())
        .post("/demo/session", Map.of("member", "ada"))
        .headers()
        .firstValue("Set-Cookie")
        .map(it -> it.replaceFirst(";.*", ""))
        .orElseThrow();
  }

  JdbcClient superuser() {
    return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", password("superuser")));
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + read(data.resolve("postgres/port")) + "/patchbay";
  }

  String password(String login) {
    return read(data.resolve("postgres").resolve(login + ".password"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
