package io.patchbay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program's own clock, which a test sets wrong while it runs. The machine's and the database's go
 * right; the count of nanoseconds goes on, as it does when a clock is set. By libfaketime.
 */
public final class WrongClock {
  private static final String NAME = "faketime/libfaketime.so.1";

  private final Path file;

  /**
   * @param file where how much it is off stands
   */
  public WrongClock(Path file) {
    this.file = file;
    off(Duration.ZERO);
  }

  /** Known within a second. */
  public void off(Duration by) {
    try {
      var next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, "%+ds\n".formatted(by.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the program's surroundings have to say; nothing where there is no libfaketime. */
  public Map<String, String> environment() {
    return library()
        .map(it ->
            Map.of(
                "LD_PRELOAD", it.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toAbsolutePath().toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
        .orElse(Map.of());
  }

  public static Optional<Path> library() {
    return Stream.concat(folders(Path.of("/usr/lib")), folders(Path.of("/usr/local/lib")))
        .map(it -> it.resolve(NAME))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** It, and those in it that are named after a kind of processor. */
  private static Stream<Path> folders(Path libraries) {
    try (var in = Files.newDirectoryStream(libraries, "*-linux-*")) {
      var all = new java.util.ArrayList<>(List.of(libraries));
      in.forEach(all::add);
      return all.stream();
    } catch (IOException none) {
      return Stream.of(libraries);
    }
  }
}
