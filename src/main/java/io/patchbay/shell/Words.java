package io.patchbay.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/**
 * What Patchbay says to one reader at one moment: sentences by key, numbers, days and times in the
 * reader's language and zone. The text is plain; templates escape it.
 */
public final class Words {
  private final Language language;
  private final Phrases.Book book;
  private final Calendars calendar;
  private final Instant now;
  private final ZoneId zone;

  Words(Language language, Phrases.Book book, Instant now, ZoneId zone) {
    this.language = language;
    this.book = book;
    this.calendar = Calendars.of(language);
    this.now = now;
    this.zone = zone;
  }

  public Language language() {
    return language;
  }

  /** For the catalog's texts. */
  public Locale locale() {
    return language.locale();
  }

  public Instant now() {
    return now;
  }

  /**
   * The sentence of this key, its gaps {@code {0}}, {@code {1}}... filled in. Whole numbers are
   * written as the language writes them.
   *
   * @throws IllegalArgumentException for a key that nobody wrote
   */
  public String of(String key, Object... values) {
    Phrase phrase = book.phrases().get(key);
    if (phrase == null) {
      throw new IllegalArgumentException("No words '" + key + "' in " + language.tag());
    }
    return values.length == 0 ? phrase.fill() : phrase.fill(texts(values, 0));
  }

  /**
   * The sentence for a count: {@code key.one} or {@code key.other}; {@code {0}} is the count, the
   * values follow from {@code {1}}.
   */
  public String count(String key, long count, Object... values) {
    Phrases.Book.Plural plural = book.plurals().get(key);
    if (plural == null) {
      throw new IllegalArgumentException("No words '" + key + ".one' in " + language.tag());
    }
    String[] texts = texts(values, 1);
    texts[0] = number(count);
    return (language.saysOne(count) ? plural.one() : plural.other()).fill(texts);
  }

  public boolean has(String key) {
    return book.phrases().containsKey(key);
  }

  private String[] texts(Object[] values, int from) {
    var texts = new String[values.length + from];
    for (int i = 0; i < values.length; i++) {
      texts[i + from] =
          switch (values[i]) {
            case String text -> text;
            case Integer number -> number(number);
            case Long number -> number(number);
            case Object other -> other.toString();
          };
    }
    return texts;
  }

  /** {@code 12,345} or {@code 12.345}. */
  public String number(long number) {
    String digits = Long.toString(number);
    int first = number < 0 ? 1 : 0;
    if (digits.length() - first <= 3) {
      return digits;
    }
    var grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > first; i -= 3) {
      grouped.insert(i, calendar.groups());
    }
    return grouped.toString();
  }

  /** How long ago, as people say it: "just now", "4 min ago", "2 h ago", "yesterday", "3 Mar". */
  public String ago(Instant then) {
    long seconds = Duration.between(then, now).toSeconds();
    if (seconds < 45) {
      return of("time.just_now");
    }
    if (seconds < 3600) {
      return count("time.minutes_ago", Math.max(1, seconds / 60));
    }
    if (seconds < 20 * 3600) {
      return count("time.hours_ago", seconds / 3600);
    }
    return onDay(then, of("time.earlier_today"));
  }

  /** How long until then: "in a moment", "in 5 min", "in 6 h", "tomorrow", "3 Mar". */
  public String until(Instant then) {
    long seconds = Duration.between(now, then).toSeconds();
    if (seconds < 45) {
      return of("time.in_a_moment");
    }
    if (seconds < 3600) {
      return count("time.in_minutes", Math.max(1, seconds / 60));
    }
    if (seconds < 20 * 3600) {
      return count("time.in_hours", seconds / 3600);
    }
    return onDay(then, of("time.later_today"));
  }

  /** A point in today by its clock, any other by its day: "09:48", "yesterday", "3 Mar". */
  public String when(Instant then) {
    return onDay(then, time(then));
  }

  private String onDay(Instant then, String today) {
    LocalDate day = local(then).toLocalDate();
    long days = day.toEpochDay() - local(now).toLocalDate().toEpochDay();
    if (days == 0) {
      return today;
    }
    if (days == -1) {
      return of("time.yesterday");
    }
    return days == 1 ? of("time.tomorrow") : date(then);
  }

  /** "3 Mar", with its year when that is not this one. */
  public String date(Instant then) {
    ZonedDateTime local = local(then);
    return local.getYear() == local(now).getYear()
        ? calendar.day().format(local)
        : calendar.dayAndYear().format(local);
  }

  /** "09:48". */
  public String time(Instant then) {
    return calendar.time().format(local(then));
  }

  /** "3 March 2026, 09:48:12 UTC": to the second, for whoever needs it exactly. */
  public String exactly(Instant then) {
    return calendar.exactly().format(local(then));
  }

  /** "6 hours", "15 minutes", "30 seconds": the largest unit that says it without a fraction. */
  public String lasting(Duration length) {
    long seconds = length.toSeconds();
    if (seconds >= 86_400 && seconds % 86_400 == 0) {
      return count("time.days", seconds / 86_400);
    }
    if (seconds >= 3600 && seconds % 3600 == 0) {
      return count("time.hours", seconds / 3600);
    }
    return seconds >= 60 ? count("time.minutes", seconds / 60) : count("time.seconds", seconds);
  }

  /** "A", "A and B", "A, B and C". */
  public String list(List<String> things) {
    if (things.size() < 2) {
      return String.join("", things);
    }
    int last = things.size() - 1;
    return of("list.and", String.join(", ", things.subList(0, last)), things.get(last));
  }

  private ZonedDateTime local(Instant then) {
    return then.atZone(zone);
  }
}
