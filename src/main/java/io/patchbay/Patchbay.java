package io.patchbay;

import io.patchbay.activity.AuditCommand;
import io.patchbay.catalog.CatalogCheck;
import io.patchbay.database.DatabaseRefused;
import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.SettingsAlone;
import io.patchbay.doctor.Doctor;
import io.patchbay.emergencies.EmergencyCommand;
import io.patchbay.shell.BaseUrl;
import io.patchbay.vault.KeysCommand;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The integrations directory whose status never lies. */
@SpringBootApplication
public class Patchbay {
  public static void main(String[] args) {
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case "catalog" -> System.exit(catalog(rest));
      case "doctor" -> System.exit(Doctor.examine(rest, System.out) ? 0 : 1);
      case "audit" -> System.exit(audit(rest));
      case "panic", "erase" -> System.exit(emergency(args));
      case "keys" -> System.exit(keys(rest));
      default -> serve(args);
    }
  }

  private static void serve(String[] args) {
    var context = SpringApplication.run(Patchbay.class, args);
    var address = context.getBean(BaseUrl.class).get();
    if (context.getEnvironment().getProperty("patchbay.train", boolean.class, false)) {
      Training.visit(address);
      System.exit(SpringApplication.exit(context));
    }
    System.out.println(address);
  }

  private static int emergency(String[] args) {
    var words = Arrays.stream(args).takeWhile(it -> !it.startsWith("--")).toList();
    return SettingsAlone.run(
        Arrays.copyOfRange(args, words.size(), args.length),
        environment -> {
          try {
            return EmergencyCommand.run(words, environment, System.out);
          } catch (DatabaseRefused refused) {
            System.out.println(refused.getMessage());
            return 2;
          }
        });
  }

  private static int keys(String[] args) {
    return SettingsAlone.run(
        args,
        environment -> KeysCommand.run(args.length == 0 ? "" : args[0], environment, System.out));
  }

  private static int audit(String[] args) {
    if (args.length == 0 || !args[0].equals("verify")) {
      System.err.println("Usage: bin/patchbay audit verify [--head HEAD]...");
      return 2;
    }
    var heads =
        Arrays.stream(args)
            .filter(it -> it.startsWith("--head="))
            .map(it -> it.substring("--head=".length()))
            .toList();
    return SettingsAlone.run(
        args,
        environment -> {
          try (var database = DatabaseVisit.to(environment)) {
            return AuditCommand.verify(database, heads, System.out);
          } catch (DatabaseRefused refused) {
            System.out.println(refused.getMessage());
            return 2;
          }
        });
  }

  private static int catalog(String[] args) {
    if (args.length == 0 || !args[0].equals("check")) {
      System.err.println("Usage: bin/patchbay catalog check [DIR...]");
      return 2;
    }
    return CatalogCheck.run(Arrays.stream(args).skip(1).map(Path::of).toList(), System.out);
  }
}
