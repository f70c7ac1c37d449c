package io.patchbay.doctor;

import io.patchbay.catalog.CatalogDoctor;
import io.patchbay.database.DatabaseDoctor;
import io.patchbay.database.SettingsAlone;
import io.patchbay.egress.AllowList;
import io.patchbay.providers.ProvidersDoctor;
import io.patchbay.settings.KnownSettings;
import io.patchbay.shell.BaseUrl;
import io.patchbay.vault.KeyDoctor;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code bin/patchbay doctor}: reads the same settings as a start does, from the same places, and
 * proves each thing that a start needs, in one line each. Nothing is served.
 */
public final class Doctor {
  private final ConfigurableEnvironment environment;
  private final PrintStream out;
  private int wrong;

  private Doctor(ConfigurableEnvironment environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /** True when all is well. */
  public static boolean examine(String[] args, PrintStream out) {
    return SettingsAlone.run(args, environment -> examine(environment, out) ? 0 : 1) == 0;
  }

  static boolean examine(ConfigurableEnvironment environment, PrintStream out) {
    return new Doctor(environment, out).examine();
  }

  private boolean examine() {
    settings();
    var catalog = CatalogDoctor.examine(environment);
    proof("catalog", catalog.mistakes().stream().map(Object::toString).toList(), catalog.summary());
    apps(catalog);
    boolean reached = DatabaseDoctor.examine(environment, out, this::keys);
    if (!reached) {
      wrong++;
      keys(null);
    }
    out.println(
        switch (wrong) {
          case 0 -> "All is well: a start will work.";
          case 1 -> "One thing is wrong. Mend it before a start.";
          default -> wrong + " things are wrong. Mend them before a start.";
        });
    return wrong == 0;
  }

  private void settings() {
    proof(
        "settings",
        KnownSettings.unknown(environment, Nearest::among),
        "every name that is set is one that is read");
    var base = BaseUrl.complaint(environment);
    proof("settings", base.stream().toList(), "base-url is " + BaseUrl.shown(environment));
    proof("settings", AllowList.complaints(environment), AllowList.summary(environment));
  }

  private void apps(CatalogDoctor.Examined catalog) {
    var apps = ProvidersDoctor.examine(environment, catalog.entries());
    proof("settings", apps.wrong(), apps.summary());
    apps.notes().forEach(it -> out.printf("note  settings: %s%n", it));
  }

  private void keys(@Nullable DataSource app) {
    Optional<String> complaint = KeyDoctor.complaint(environment, app);
    proof("keys", complaint.stream().toList(), KeyDoctor.summary(environment, app));
  }

  private void proof(String about, List<String> complaints, String well) {
    complaints.forEach(it -> out.printf("wrong %s: %s%n", about, it));
    if (complaints.isEmpty()) {
      out.printf("ok    %s: %s%n", about, well);
    }
    wrong += complaints.size();
  }
}
