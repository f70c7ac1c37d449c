package io.patchbay.vault;

import io.patchbay.database.DatabaseVisit;
import java.io.PrintStream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code bin/patchbay keys rotate | status | retire}: changes the master key while all goes on. */
public final class KeysCommand {
  private KeysCommand() {}

  /**
   * @return the exit code: 0 where it was done, 1 where it can't be done yet, 2 for an unknown word
   */
  public static int run(String word, Environment environment, PrintStream out) {
    try {
      var master =
          MasterKey.at(Binder.get(environment).bindOrCreate("patchbay", VaultSettings.class));
      return switch (word) {
        case "rotate" -> rotate(master, out);
        case "status" -> status(master, environment, out);
        case "retire" -> retire(master, environment, out);
        default -> {
          out.println("Usage: bin/patchbay keys rotate | status | retire");
          yield 2;
        }
      };
    } catch (MasterKey.NotStarted refused) {
      out.println(refused.getMessage());
      return 1;
    }
  }

  private static int rotate(MasterKey master, PrintStream out) {
    var added = MasterKey.addTo(master.file());
    out.printf(
        "Key %d in %s seals from now on. What serves reads it within ten seconds and brings the data keys under it; 'keys status' says how far that is.%n",
        added.id(), master.file());
    return 0;
  }

  private static int status(MasterKey master, Environment environment, PrintStream out) {
    long left = left(master, environment);
    out.printf(
        "Key %d seals; %d former keys are kept. %d data keys are still under a former one.%n",
        master.id(), master.size() - 1, left);
    return 0;
  }

  private static int retire(MasterKey master, Environment environment, PrintStream out) {
    long left = left(master, environment);
    if (left > 0) {
      out.printf(
          "%d data keys are still under a former key: wait until 'keys status' says 0. Nothing was changed.%n",
          left);
      return 1;
    }
    var kept = MasterKey.retireFormer(master.file());
    out.printf("Key %d is the only one now. Renew the copy that you keep apart.%n", kept.id());
    return 0;
  }

  /** Data keys and the service key that another master key wraps. */
  static long left(MasterKey master, DatabaseVisit database) {
    return JdbcClient.create(database.engine())
            .sql("select count(*) from data_keys where master_key <> ?")
            .param(master.id())
            .query(Long.class)
            .single()
        + JdbcClient.create(database.app())
            .sql("select count(*) from vault_keys where id like 'service-%' and id <> ?")
            .param("service-" + master.id())
            .query(Long.class)
            .single();
  }

  private static long left(MasterKey master, Environment environment) {
    try (var database = DatabaseVisit.to(environment)) {
      return left(master, database);
    }
  }
}
