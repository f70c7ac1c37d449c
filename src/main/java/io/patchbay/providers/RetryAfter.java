package io.patchbay.providers;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to come back (RFC 9110 section 10.2.3): seconds, or one of the three forms of an HTTP date
 * (section 5.6.7). At most an hour. A date counts from the answer's own, so that our clock doesn't
 * matter.
 */
public final class RetryAfter {
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * @param headers of the answer, by lower-case name
   * @return null where it does not say
   */
  public static @Nullable Duration of(Map<String, List<String>> headers, Instant now) {
    return header("retry-after", headers)
        .flatMap(text -> read(text.strip(), headers, now))
        .orElse(null);
  }

  private static Optional<Duration> read(
      String text, Map<String, List<String>> headers, Instant now) {
    if (text.matches("[0-9]+")) {
      return Optional.of(
          text.length() > 6 ? LONGEST : capped(Duration.ofSeconds(Long.parseLong(text))));
    }
    var from = header("date", headers).flatMap(it -> date(it.strip(), now)).orElse(now);
    return date(text, now).map(then -> capped(Duration.between(from, then)));
  }

  private static Optional<String> header(String name, Map<String, List<String>> headers) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  private static Duration capped(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Optional<Instant> date(String text, Instant now) {
    return forms(now).stream().flatMap(form -> date(text, form).stream()).findFirst();
  }

  private static Optional<Instant> date(String text, DateTimeFormatter form) {
    try {
      return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException anotherForm) {
      return Optional.empty();
    }
  }

  private static List<DateTimeFormatter> forms(Instant now) {
    return List.of(
        form("EEE, dd MMM uuuu HH:mm:ss 'GMT'"),
        obsolete(now),
        form("EEE MMM ppd HH:mm:ss uuuu"),
        form("EEE, d MMM uuuu HH:mm:ss 'GMT'"));
  }

  /** RFC 850: two digits of the year, never more than 50 years ahead. */
  private static DateTimeFormatter obsolete(Instant now) {
    int base = now.atZone(ZoneOffset.UTC).getYear() - 49;
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, base)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US);
  }

  private static DateTimeFormatter form(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.US);
  }
}
