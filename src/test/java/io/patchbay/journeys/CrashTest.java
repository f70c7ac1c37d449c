package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.journeys.Crashing.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * Kills the program, and PostgreSQL, with {@code kill -9} while somebody connects an account.
 * {@code -Dcrash.points=200} sweeps the callback at that many points; see bin/soak.
 */
class CrashTest {
  private static final int POINTS = Integer.getInteger("crash.points", 3);

  @Test
  void nothingAcknowledgedIsLostAndNothingHalfLooksHealthy() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "tests"));
    Path data = Files.createTempDirectory(folder.toAbsolutePath(), "crash-");
    Tally tally;
    try (var crashing = new Crashing(data)) {
      crashing.connectInPeace();
      crashing.killBetweenConsentAndCallback();
      for (int point = 0; point < POINTS; point++) {
        crashing.killDuringCallback((double) point / Math.max(1, POINTS - 1));
      }
      crashing.killPostgresDuringCallback();
      tally = crashing.tally();
    }
    System.out.println(tally);
    assertThat(tally.acknowledged()).as("acknowledged").isGreaterThanOrEqualTo(2);
    assertThat(tally.lost()).as("acknowledged and lost").isZero();
    assertThat(tally.half()).as("half connections that look healthy").isZero();
    FileSystemUtils.deleteRecursively(data);
  }
}
