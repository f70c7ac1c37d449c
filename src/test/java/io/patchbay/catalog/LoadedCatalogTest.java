package io.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedCatalogTest {
  private static final Path GOOD = Path.of("src/test/resources/catalog/good/weather");

  @TempDir Path mine;
  private Path weather;

  @BeforeEach
  void theOperatorHasOneEntry() throws IOException {
    weather = Files.createDirectory(mine.resolve("weather")).resolve("integration.yml");
    Files.copy(GOOD.resolve("integration.yml"), weather);
  }

  @Test
  void anOperatorsEntryStandsBesideTheBuiltInOnes() {
    var catalog = new LoadedCatalog(List.of(mine)).get();

    assertThat(catalog.find("weather")).isPresent();
    assertThat(catalog.find("slack")).isPresent();
  }

  @Test
  void entriesAreOrderedByCategoryThenByName() {
    assertThat(new LoadedCatalog(List.of(mine)).get().all().stream().map(Integration::slug))
        .containsExactly(
            "slack",
            "google-calendar",
            "stripe",
            "github",
            "vercel",
            "linear",
            "weather",
            "posthog",
            "notion");
  }

  @Test
  void aReloadTakesWhatChanged() throws IOException {
    var loaded = new LoadedCatalog(List.of(mine));
    var before = loaded.get();

    change("name: Weather", "name: Weather Pro");
    loaded.reload();

    assertThat(loaded.get().find("weather").orElseThrow().name()).isEqualTo("Weather Pro");
    assertThat(before.find("weather").orElseThrow().name()).isEqualTo("Weather");
  }

  @Test
  void anEntryThatBreaksStaysAsItLastWasAndItsMistakeIsKept() throws IOException {
    var loaded = new LoadedCatalog(List.of(mine));

    change("of: places", "of: placs");
    loaded.reload();
    loaded.reload();

    assertThat(loaded.get().find("weather")).isPresent();
    assertThat(loaded.mistakes())
        .containsExactly(
            new Mistake(
                weather.toString(),
                34,
                "steps[1].of",
                "PB014",
                "No resource 'placs' here. Did you mean 'places'?"));
  }

  @Test
  void anEntryThatIsRepairedHasNoMistakeAnyMore() throws IOException {
    change("of: places", "of: placs");
    var loaded = new LoadedCatalog(List.of(mine));
    assertThat(loaded.get().find("weather")).isEmpty();

    change("of: placs", "of: places");
    loaded.reload();

    assertThat(loaded.get().find("weather")).isPresent();
    assertThat(loaded.mistakes()).isEmpty();
  }

  @Test
  void anOperatorsEntryCannotTakeABuiltInOnesPlace() throws IOException {
    var slack = Files.createDirectory(mine.resolve("slack")).resolve("integration.yml");
    Files.writeString(
        slack,
        Files.readString(GOOD.resolve("integration.yml"))
            .replaceFirst("slug: weather", "slug: slack"));

    var loaded = new LoadedCatalog(List.of(mine));

    assertThat(loaded.get().find("slack").orElseThrow().name()).isEqualTo("Slack");
    assertThat(loaded.mistakes()).extracting(Mistake::code).containsExactly("PB004");
  }

  @Test
  void aFolderThatIsNotThereIsAMistakeAndNothingElse() {
    var loaded = new LoadedCatalog(List.of(mine.resolve("elsewhere")));

    assertThat(loaded.get().find("slack")).isPresent();
    assertThat(loaded.mistakes()).extracting(Mistake::code).containsExactly("PB001");
  }

  @Test
  void anEntryWithoutALogoGetsItsInitials() {
    var logo = new LoadedCatalog(List.of(mine)).get().find("weather").orElseThrow().logo();

    assertThat(new String(logo.svg(), StandardCharsets.UTF_8))
        .contains("<svg")
        .contains(">W</text>");
    assertThat(logo.sha256()).hasSize(64);
  }

  @Test
  void aNameCannotBringMarkupIntoItsMonogram() {
    assertThat(Monogram.of("<script> &amp;")).contains(">SA</text>").doesNotContain("<script");
    assertThat(Monogram.of("…")).contains(">?</text>");
  }

  private void change(String from, String to) throws IOException {
    Files.writeString(weather, Files.readString(weather).replace(from, to));
  }
}
