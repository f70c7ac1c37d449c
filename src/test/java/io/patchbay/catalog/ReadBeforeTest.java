package io.patchbay.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that finds the entries which an earlier one found without mistakes, and any other. */
class ReadBeforeTest {
  private static final Path GOOD = Path.of("src/test/resources/catalog/good/weather");

  @TempDir Path data;
  @TempDir Path mine;
  private Path weather;

  @BeforeEach
  void theOperatorHasOneEntry() throws IOException {
    weather = Files.createDirectory(mine.resolve("weather")).resolve("integration.yml");
    Files.copy(GOOD.resolve("integration.yml"), weather);
  }

  @Test
  void whatHadNoMistakeIsKnownAtTheNextStart() {
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).isEmpty();
    assertThat(known()).isTrue();
    assertThat(start().get().find("weather").orElseThrow())
        .isEqualTo(new LoadedCatalog(List.of(mine)).get().find("weather").orElseThrow());
  }

  /** That is what it saves: what is known has no mistake to be looked for. */
  @Test
  void whatIsKnownIsNotChecked() throws IOException {
    change("of: places", "of: placs");
    var before = ReadBefore.in(data);
    before.found(sources());
    before.keep();
    assertThat(start().mistakes()).isEmpty();
    assertThat(new LoadedCatalog(List.of(mine)).mistakes()).isNotEmpty();
  }

  @Test
  void whatHasAMistakeIsNeverKnown() throws IOException {
    change("of: places", "of: placs");
    assertThat(start().mistakes()).hasSize(1);
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).hasSize(1);
  }

  @Test
  void whateverDiffersIsCheckedAgain() throws IOException {
    start();
    change("of: places", "of: placs");
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).hasSize(1);

    change("of: placs", "of: places");
    assertThat(start().mistakes()).isEmpty();
    assertThat(known()).isTrue();

    Files.writeString(weather.resolveSibling("logo.svg"), "<svg onload='x()'/>");
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).isNotEmpty();
    Files.delete(weather.resolveSibling("logo.svg"));

    Files.move(mine.resolve("weather"), mine.resolve("wether"));
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).extracting(Mistake::code).containsExactly("PB003");
  }

  @Test
  void anotherEntryBesideThemIsCheckedAgain() throws IOException {
    start();
    var second = Files.createDirectory(mine.resolve("zebra")).resolve("integration.yml");
    Files.copy(weather, second);
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).isNotEmpty();
  }

  /** A changed entry is told by a reload as it was before. */
  @Test
  void aReloadChecksWhatChanged() throws IOException {
    start();
    var running = start();
    change("of: places", "of: placs");
    running.reload();
    assertThat(running.mistakes()).hasSize(1);
    assertThat(running.get().find("weather")).isPresent();
  }

  /** Another program's note, a note cut short, or no place to write one: the check is made. */
  @Test
  void aNoteOfAnotherProgramIsNoNote() throws IOException {
    start();
    Files.writeString(data.resolve("catalog-read.json"), "0".repeat(64));
    assertThat(known()).isFalse();
    assertThat(start().mistakes()).isEmpty();
    assertThat(known()).isTrue();

    var nowhere = ReadBefore.in(data.resolve("nowhere"));
    assertThat(new LoadedCatalog(List.of(mine), nowhere).mistakes()).isEmpty();
    assertThat(nowhere.knows(sources())).isFalse();
    assertThat(data.resolve("nowhere")).doesNotExist();

    Files.delete(data.resolve("catalog-read.json"));
    Files.createDirectory(data.resolve("catalog-read.json"));
    assertThat(start().mistakes()).isEmpty();
    assertThat(known()).isFalse();
  }

  /** Thousands of entries would fill the memory of a start: some are kept, the others read. */
  @Test
  void whatIsKeptIsBounded() throws IOException {
    var note = data.resolve("catalog-read.json");
    for (int start = 0; start < 2; start++) {
      var before = ReadBefore.in(data);
      for (int text = 0; text < 9; text++) {
        var yaml = "n: %d\nlong: %s\n".formatted(text, "x".repeat(200_000));
        assertThat(before.tree(yaml.getBytes(UTF_8)).path("n").asInt()).isEqualTo(text);
      }
      before.keep();
      assertThat(Files.size(note)).isBetween(1_000_000L, 1_100_000L);
    }
  }

  private LoadedCatalog start() {
    return new LoadedCatalog(List.of(mine), ReadBefore.in(data));
  }

  private boolean known() {
    return ReadBefore.in(data).knows(sources());
  }

  private List<EntrySource> sources() {
    var mistakes = new ArrayList<Mistake>();
    var sources = EntryFolders.in(mine, mistakes);
    assertThat(mistakes).isEmpty();
    return sources;
  }

  private void change(String from, String to) throws IOException {
    Files.writeString(weather, Files.readString(weather).replace(from, to));
  }
}
