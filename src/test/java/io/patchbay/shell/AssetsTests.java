package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AssetsTests {
  private final Assets assets = Assets.read();

  @Test
  void everyStyleAndScriptIsPartOfThePage() throws IOException {
    assertThat(names("css")).isEqualTo(new TreeSet<>(Assets.STYLES));
    assertThat(names("js")).isEqualTo(new TreeSet<>(Assets.SCRIPTS));
  }

  @Test
  void theScriptWithHtmxStaysUnder24KilobytesOnTheWire() {
    assertThat(assets.find("patchbay.js").orElseThrow().gzip()).hasSizeLessThan(24 * 1024);
  }

  @Test
  void theStyleSheetStaysUnder12KilobytesOnTheWire() {
    assertThat(assets.find("patchbay.css").orElseThrow().gzip()).hasSizeLessThan(12 * 1024);
  }

  @Test
  void theNameOfAFileChangesWithItsContent() {
    Asset one = Asset.of("text/css", "a {}".getBytes(StandardCharsets.UTF_8));
    Asset other = Asset.of("text/css", "b {}".getBytes(StandardCharsets.UTF_8));
    assertThat(one.hash()).hasSize(10).isNotEqualTo(other.hash());
    assertThat(assets.path("patchbay.css")).matches("/assets/patchbay-[0-9a-f]{10}\\.css");
  }

  @Test
  void bracesOfTheStyleSheetMatch() {
    String css =
        new String(assets.find("patchbay.css").orElseThrow().plain(), StandardCharsets.UTF_8);
    assertThat(css.chars().filter(it -> it == '{').count())
        .isEqualTo(css.chars().filter(it -> it == '}').count());
    assertThat(css).doesNotContain("/*");
  }

  private static Set<String> names(String ending) throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/static", ending))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).allMatch(name -> name.endsWith("." + ending));
      return new TreeSet<>(
          names.stream().map(name -> name.substring(0, name.lastIndexOf('.'))).toList());
    }
  }
}
