package io.patchbay.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own files, made once: whole, or not there at all. */
record Cluster(Path folder, Binaries binaries, Account account, Durability durability) {
  private static final String VERSION = "18";

  void make(Path password) throws IOException {
    if (Files.isDirectory(folder)) {
      refuseAnotherVersion();
      return;
    }
    Path making = folder.resolveSibling("cluster.making");
    Folders.delete(making);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-D",
                making.toString(),
                "-U",
                "postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                // The passwords are random: iterations protect those that can be guessed, and cost
                // each start.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
    if (durability == Durability.IN_MEMORY) {
      arguments.add("--no-sync");
    }
    Process process = account.command(binaries.program("initdb"), arguments).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new DatabaseRefused(
            "PostgreSQL could not make its files in %s. It says: %s"
                .formatted(folder, said.strip()));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL made its files", e);
    }
    Files.move(making, folder);
  }

  private void refuseAnotherVersion() throws IOException {
    String found = Files.readString(folder.resolve("PG_VERSION")).strip();
    if (!found.equals(VERSION)) {
      throw new DatabaseRefused(
          "%s was made by PostgreSQL %s and this program brings %s: upgrade it with pg_upgrade first."
              .formatted(folder, found, VERSION));
    }
  }
}
