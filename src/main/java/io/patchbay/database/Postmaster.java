package io.patchbay.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one server process of a data directory, seen through its postmaster.pid, whoever started it:
 * this program, or one that was killed and left it running. Its lines are the pid, the data
 * directory, the start time, the port, the socket directory, the addresses, the shared memory and
 * the state (PostgreSQL's pidfile.h).
 */
final class Postmaster {
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 3;
  private static final int STATE = 7;

  private final Binaries binaries;
  private final Account account;
  private final Path cluster;
  private final Path logFile;
  private final Durability durability;

  Postmaster(
      Binaries binaries, Account account, Path cluster, Path logFile, Durability durability) {
    this.binaries = binaries;
    this.account = account;
    this.cluster = cluster;
    this.logFile = logFile;
    this.durability = durability;
  }

  /** The living server process, ready or not. */
  Optional<ProcessHandle> living() {
    return pidFile().stream().findFirst().flatMap(Postmaster::pid).flatMap(this::ours);
  }

  /** The port of the living server, once it answers there. */
  Optional<Integer> readyPort() {
    List<String> lines = pidFile();
    return lines.size() > STATE && lines.get(STATE).strip().equals("ready") && living().isPresent()
        ? Optional.of(Integer.parseInt(lines.get(PORT).strip()))
        : Optional.empty();
  }

  /**
   * Starts the server, or waits until the living one is ready. What was left by a kill (children
   * that still hold the shared memory, a port not free yet) goes away by itself: it tries again for
   * a minute. Recovery after a crash may take as long as it takes.
   */
  void start(int port) {
    Instant giveUp = Instant.now().plus(PATIENCE);
    for (String said = ""; readyPort().isEmpty(); said = startOnce(port)) {
      if (!said.isEmpty()) {
        if (Instant.now().isAfter(giveUp)) {
          throw new DatabaseRefused("PostgreSQL does not start. It says: " + said);
        }
        pause(Duration.ofMillis(250));
      }
    }
  }

  /** Empty when it is ready, otherwise what it said. */
  private String startOnce(int port) {
    try {
      if (living().isEmpty()) {
        // A pid that some other program has by now would keep the server from starting.
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
      }
      long logged = Files.exists(logFile) ? Files.size(logFile) : 0;
      Process control =
          account
              .command(
                  binaries.program("pg_ctl"),
                  List.of(
                      "start",
                      "-w",
                      "-s",
                      "-t",
                      "86400",
                      "-D",
                      cluster.toString(),
                      "-l",
                      logFile.toString(),
                      "-o",
                      options(port)))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // pg_ctl looks ten times a second; the file tells at once.
      while (readyPort().isEmpty()) {
        if (control.waitFor(5, TimeUnit.MILLISECONDS) && readyPort().isEmpty()) {
          return lastWords(logged);
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("Could not run PostgreSQL from " + binaries.folder(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PostgreSQL was starting", e);
    }
  }

  private String options(int port) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "timezone=UTC",
                "log_timezone=UTC"));
    settings.addAll(PageMemory.settings(cluster));
    durability.settings().forEach((name, value) -> settings.add(name + "=" + value));
    return settings.stream()
        .map(it -> "-c " + it)
        .collect(java.util.stream.Collectors.joining(" "));
  }

  /** Waits until there is no living server, looking four times a second. */
  void awaitEnd() {
    // Not onExit(): where nobody collects the dead (a container's first process), it never comes.
    while (living().isPresent()) {
      pause(Duration.ofMillis(250));
    }
  }

  /** Ends every session, writes everything down, and waits for the end. */
  void stop() {
    if (living().isEmpty()) {
      return;
    }
    try {
      account
          .command(
              binaries.program("pg_ctl"),
              List.of("stop", "-w", "-s", "-m", "fast", "-t", "60", "-D", cluster.toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      if (!pidFile().isEmpty()) {
        log.warn("PostgreSQL did not stop within a minute; see {}", logFile);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not stop PostgreSQL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> pidFile() {
    try {
      return Files.readAllLines(cluster.resolve("postmaster.pid"));
    } catch (NoSuchFileException stopped) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Long> pid(String line) {
    try {
      return Optional.of(Long.parseLong(line.strip()));
    } catch (NumberFormatException halfWritten) {
      return Optional.empty();
    }
  }

  /** A pid outlives its process: only one that serves this very directory counts. */
  private Optional<ProcessHandle> ours(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(it ->
            it.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(cluster.toString()))
                .orElse(false));
  }

  private String lastWords(long from) {
    try {
      byte[] all = Files.exists(logFile) ? Files.readAllBytes(logFile) : new byte[0];
      int start = (int) Math.min(from, all.length);
      String said = new String(all, start, all.length - start, StandardCharsets.UTF_8);
      return said.isBlank()
          ? "nothing; is %s readable for its account?".formatted(binaries.folder())
          : said.lines().filter(it -> it.contains("FATAL")).findFirst().orElse(said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
