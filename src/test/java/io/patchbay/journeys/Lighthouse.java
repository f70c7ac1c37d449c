package io.patchbay.journeys;

import io.patchbay.counterparts.Npm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Google's Lighthouse, on the system's Chromium. */
public final class Lighthouse {
  private static final Path FOLDER = Path.of("target", "lighthouse");
  private static final Npm NPM =
      new Npm("lighthouse", "lighthouse 13.5.0 and Node.js 24.21.0 (see docs/counterparts.md)");

  private Lighthouse() {}

  /**
   * One page, as Ada sees it.
   *
   * @param scores of each category, 0 to 100, the best of all looks
   * @param shift the largest layout shift of all looks
   * @param shifted what moved, in all looks
   * @param failed audits that are not at 100 and say nothing about time
   */
  public record Seen(
      String path,
      URI address,
      Map<String, Integer> scores,
      double shift,
      List<String> shifted,
      List<String> failed) {}

  /** Gets it from where it is kept, if it is not here yet. */
  public static void fetch() {
    NPM.into(FOLDER);
  }

  /** Looks at each of these pages of a demo so many times. */
  public static List<Seen> look(URI base, int times, List<String> paths) {
    fetch();
    try {
      Files.copy(
          NPM.resource("look.mjs"),
          FOLDER.resolve("look.mjs"),
          StandardCopyOption.REPLACE_EXISTING);
      var command =
          Stream.concat(
              Stream.of(
                  Npm.node(FOLDER).toAbsolutePath().toString(),
                  "look.mjs",
                  Eyes.chromium().toString(),
                  base.toString(),
                  String.valueOf(times)),
              paths.stream());
      var process =
          new ProcessBuilder(command.toList())
              .directory(FOLDER.toFile())
              .redirectError(FOLDER.resolve("errors.log").toFile())
              .start();
      var seen = new ArrayList<Seen>();
      try (var said = process.inputReader()) {
        for (var line = said.readLine(); line != null; line = said.readLine()) {
          seen.add(JsonMapper.shared().readValue(line, Seen.class));
        }
      }
      if (process.waitFor() != 0) {
        throw new AssertionError(
            "Lighthouse ended early: " + Files.readString(FOLDER.resolve("errors.log")));
      }
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
