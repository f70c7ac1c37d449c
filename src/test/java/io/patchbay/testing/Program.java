package io.patchbay.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a process of its own, which can be killed. */
public final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;
  private final BufferedReader said;
  private final URI address;

  private Program(Process process) throws IOException {
    this.process = process;
    this.said = process.inputReader();
    var watchdog = watch(process);
    var line = said.readLine();
    watchdog.interrupt();
    if (line == null || !line.startsWith("http://")) {
      process.destroyForcibly();
      throw new IllegalStateException("The program did not start; it said: " + line);
    }
    this.address = URI.create(line);
  }

  /** Runs a command that prints its address when it is ready; its complaints are shown. */
  public static Program start(List<String> command) {
    return start(command, ProcessBuilder.Redirect.INHERIT);
  }

  private static Program start(List<String> command, ProcessBuilder.Redirect complaints) {
    return start(command, complaints, Map.of());
  }

  private static Program start(
      List<String> command, ProcessBuilder.Redirect complaints, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command).redirectError(complaints);
      builder.environment().putAll(environment);
      return new Program(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs what the build made, with nothing connected. */
  public static Program built(Path data, Path config) {
    return start(
        List.of(
            "bin/patchbay",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--config",
            config.toString(),
            "--empty"));
  }

  /**
   * Runs the program's classes as this JVM has them, without those of the tests; its complaints go
   * to a file beside its data.
   */
  public static Program ofTheseClasses(Path data, List<String> settings) {
    return of("", "io.patchbay.Patchbay", data, settings, Map.of());
  }

  /** The same as a {@link Node}, which takes orders. */
  public static Program node(Path data, List<String> settings) {
    return node(data, settings, Map.of());
  }

  /**
   * @param environment beside this JVM's own
   */
  public static Program node(Path data, List<String> settings, Map<String, String> environment) {
    var own = data.resolveSibling("node-classes");
    for (var name : List.of("Node", "CrashPoints", "CrashPoints$Dying")) {
      copy("io/patchbay/testing/" + name + ".class", own);
    }
    return of(File.pathSeparator + own, Node.class.getName(), data, settings, environment);
  }

  private static void copy(String name, Path into) {
    try (var code = Node.class.getClassLoader().getResourceAsStream(name)) {
      var file = into.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, java.util.Objects.requireNonNull(code).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Program of(
      String moreClasses,
      String main,
      Path data,
      List<String> settings,
      Map<String, String> environment) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = Trained.of(java, FLAGS, classPath());
    var command = new ArrayList<>(List.of(java));
    command.addAll(classes.flags());
    command.addAll(List.of("-cp", classes.classPath() + moreClasses, main));
    command.add("--patchbay.data=" + data);
    command.addAll(settings);
    var complaints = data.resolveSibling(data.getFileName() + ".complaints").toFile();
    return start(command, ProcessBuilder.Redirect.appendTo(complaints), environment);
  }

  private static List<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(it -> !it.endsWith("test-classes") && !it.endsWith("test-classes" + File.separator))
        .toList();
  }

  public URI address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it in the middle of whatever it does, as {@code kill -STOP} does. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The PostgreSQL that this data directory's program started. */
  public static ProcessHandle postmaster(Path data) {
    try {
      var pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread watch(Process process) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
              process.destroyForcibly();
            }
          } catch (InterruptedException inTime) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Asks it to end, awake or not, and waits until it did. */
  @Override
  public void close() {
    process.destroy();
    signal("-CONT");
    watch(process);
    process.onExit().join();
  }
}
