package io.patchbay.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL runs: it refuses root. An ordinary user runs it plainly; root runs it inside a
 * user namespace, where the same files belong to nobody, or else as the unprivileged owner of the
 * data directory.
 *
 * @param prefix of every command that starts one of its programs
 */
record Account(List<String> prefix) {
  private static final int NOBODY = 65534;

  /** Set by who started the program and found a moment ago that user namespaces work. */
  private static final String NAMESPACES = "io.patchbay.namespaces";

  static Account of(Path folder) throws IOException {
    if (!"root".equals(System.getProperty("user.name")) || !Files.exists(Path.of("/proc/self"))) {
      return new Account(List.of());
    }
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    if (owner == 0 && (Boolean.getBoolean(NAMESPACES) || namespacesWork())) {
      return new Account(List.of("unshare", "--user"));
    }
    return unprivileged(folder, owner == 0 ? NOBODY : owner);
  }

  private static Account unprivileged(Path folder, int owner) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        if (!Files.getAttribute(each, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS)
            .equals(owner)) {
          Files.setAttribute(each, "unix:uid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
    return new Account(
        List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups"));
  }

  private static boolean namespacesWork() {
    try {
      return new ProcessBuilder("unshare", "--user", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A process that is going to run this program; its output is one stream. */
  ProcessBuilder command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A PGPORT or PGOPTIONS of the person who starts us is meant for another server.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
