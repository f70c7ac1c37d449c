package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "120 | 120",
        "' 7 ' | 7",
        "3600 | 3600",
        "3601 | 3600",
        "99999999999999999999999 | 3600",
        "Sun, 06 Nov 1994 08:49:37 GMT | 37",
        "Sunday, 06-Nov-94 08:49:37 GMT | 37",
        "Sun Nov  6 08:49:37 1994 | 37",
        "sun, 06 nov 1994 08:49:37 gmt | 37",
        "Sun, 06 Nov 1994 08:48:00 GMT | 0",
        "Mon, 07 Nov 1994 08:49:37 GMT | 3600",
        "-1 |",
        "1.5 |",
        "soon |",
        "'' |",
        "Sun, 32 Nov 1994 08:49:37 GMT |"
      })
  void everyFormIsObeyedUpToAnHour(String written, @Nullable Long seconds) {
    assertThat(RetryAfter.of(Map.of("retry-after", List.of(written)), NOW))
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  void aDateCountsFromTheAnswersOwnClock() {
    assertThat(
            RetryAfter.of(
                Map.of(
                    "retry-after", List.of("Sun, 06 Nov 1994 08:49:37 GMT"),
                    "date", List.of("Sun, 06 Nov 1994 08:49:07 GMT")),
                NOW.plusSeconds(86_400)))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void withoutAWordThereIsNone() {
    assertThat(RetryAfter.of(Map.of(), NOW)).isNull();
  }
}
