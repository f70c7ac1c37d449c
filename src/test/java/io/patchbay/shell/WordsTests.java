package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTests {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final Phrases phrases = new Phrases();
  private final Words english = phrases.in(Language.EN, NOW, ZoneOffset.UTC);
  private final Words portuguese = phrases.in(Language.PT_BR, NOW, ZoneOffset.UTC);

  @Test
  void timesAgoAreSaidAsPeopleSayThem() {
    assertThat(english.ago(NOW.minusSeconds(20))).isEqualTo("just now");
    assertThat(english.ago(NOW.plusSeconds(5))).isEqualTo("just now");
    assertThat(english.ago(NOW.minus(Duration.ofMinutes(4)))).isEqualTo("4 min ago");
    assertThat(english.ago(NOW.minus(Duration.ofHours(2)))).isEqualTo("2 h ago");
    assertThat(english.ago(NOW.minus(Duration.ofHours(23)))).isEqualTo("yesterday");
    assertThat(english.ago(Instant.parse("2026-03-03T08:00:00Z"))).isEqualTo("3 Mar");
    assertThat(english.ago(Instant.parse("2025-03-03T08:00:00Z"))).isEqualTo("3 Mar 2025");
    assertThat(portuguese.ago(NOW.minusSeconds(20))).isEqualTo("agora mesmo");
    assertThat(portuguese.ago(NOW.minus(Duration.ofMinutes(4)))).isEqualTo("há 4 min");
    assertThat(portuguese.ago(Instant.parse("2026-03-03T08:00:00Z"))).isEqualTo("3 de mar.");
  }

  @Test
  void timesToComeAreSaidAsPeopleSayThem() {
    assertThat(english.until(NOW.plus(Duration.ofMinutes(5)))).isEqualTo("in 5 min");
    assertThat(english.until(NOW.plus(Duration.ofHours(6)))).isEqualTo("in 6 h");
    assertThat(portuguese.until(NOW.plus(Duration.ofHours(22)))).isEqualTo("amanhã");
  }

  @Test
  void aPointOfTodayIsSaidByTheReadersClock() {
    Words inSaoPaulo = phrases.in(Language.EN, NOW, ZoneId.of("America/Sao_Paulo"));
    assertThat(english.when(Instant.parse("2026-11-22T09:48:00Z"))).isEqualTo("09:48");
    assertThat(inSaoPaulo.when(Instant.parse("2026-11-22T09:48:00Z"))).isEqualTo("06:48");
    assertThat(inSaoPaulo.when(Instant.parse("2026-11-22T01:48:00Z"))).isEqualTo("yesterday");
  }

  @Test
  void lengthsOfTimeUseTheLargestWholeUnit() {
    assertThat(english.lasting(Duration.ofHours(6))).isEqualTo("6 hours");
    assertThat(english.lasting(Duration.ofMinutes(15))).isEqualTo("15 minutes");
    assertThat(english.lasting(Duration.ofMinutes(90))).isEqualTo("90 minutes");
    assertThat(english.lasting(Duration.ofDays(1))).isEqualTo("1 day");
    assertThat(portuguese.lasting(Duration.ofSeconds(1))).isEqualTo("1 segundo");
  }

  @Test
  void portugueseCountsNoneAsOne() {
    assertThat(english.count("time.days", 0)).isEqualTo("0 days");
    assertThat(portuguese.count("time.days", 0)).isEqualTo("0 dia");
    assertThat(portuguese.count("time.days", 2)).isEqualTo("2 dias");
  }

  @Test
  void largeNumbersAreGrouped() {
    assertThat(english.number(1_234_567)).isEqualTo("1,234,567");
    assertThat(portuguese.number(12_345)).isEqualTo("12.345");
    assertThat(english.number(-1_234)).isEqualTo("-1,234");
    assertThat(english.number(-123)).isEqualTo("-123");
    assertThat(english.number(999)).isEqualTo("999");
  }

  @Test
  void thingsAreListed() {
    assertThat(english.list(List.of("A", "B", "C"))).isEqualTo("A, B and C");
    assertThat(portuguese.list(List.of("A", "B"))).isEqualTo("A e B");
    assertThat(english.list(List.of("A"))).isEqualTo("A");
    assertThat(english.list(List.of())).isEmpty();
  }

  @Test
  void wordsThatNobodyWroteAreNamed() {
    assertThatThrownBy(() -> english.of("no.such")).hasMessage("No words 'no.such' in en");
    assertThatThrownBy(() -> english.of("list.and", "one")).hasMessageContaining("{1}");
  }

  @Test
  void theReadersLanguageIsFoundInTheirHeader() {
    assertThat(Language.accepted("pt-PT,pt;q=0.9,en;q=0.8")).isEqualTo(Language.PT_BR);
    assertThat(Language.accepted("de-DE,en;q=0.5,pt;q=0.4")).isEqualTo(Language.EN);
    assertThat(Language.accepted("de")).isEqualTo(Language.EN);
    assertThat(Language.accepted(";;;,")).isEqualTo(Language.EN);
    assertThat(Language.accepted(null)).isEqualTo(Language.EN);
  }
}
