package io.patchbay.shell;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a language writes days, times and large numbers. */
record Calendars(
    DateTimeFormatter day,
    DateTimeFormatter dayAndYear,
    DateTimeFormatter time,
    DateTimeFormatter exactly,
    char groups) {
  private static final Calendars ENGLISH =
      of(Locale.UK, "d MMM", "d MMM yyyy", "d MMMM yyyy, HH:mm:ss zzz", ',');
  private static final Calendars PORTUGUESE =
      of(
          Language.PT_BR.locale(),
          "d 'de' MMM",
          "d 'de' MMM 'de' yyyy",
          "d 'de' MMMM 'de' yyyy, HH:mm:ss zzz",
          '.');

  static Calendars of(Language language) {
    return switch (language) {
      case EN -> ENGLISH;
      case PT_BR -> PORTUGUESE;
    };
  }

  private static Calendars of(
      Locale locale, String day, String dayAndYear, String exactly, char groups) {
    return new Calendars(
        DateTimeFormatter.ofPattern(day, locale),
        DateTimeFormatter.ofPattern(dayAndYear, locale),
        DateTimeFormatter.ofPattern("HH:mm", locale),
        DateTimeFormatter.ofPattern(exactly, locale),
        groups);
  }
}
