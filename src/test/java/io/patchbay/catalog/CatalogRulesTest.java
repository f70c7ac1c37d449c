package io.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each folder {@code bad_...} holds one mistake and, in expected.txt, the exact words for it. */
class CatalogRulesTest {
  private static final Path FIXTURES = Path.of("src/test/resources/catalog");

  @ParameterizedTest
  @MethodSource("badFolders")
  void aMistakeIsReportedInTheseWords(String folder) throws IOException {
    var expected = Files.readString(FIXTURES.resolve(folder).resolve("expected.txt")).strip();

    assertThat(check(folder)).isEqualTo(expected);
  }

  @Test
  void anEntryWithoutMistakesPasses() {
    assertThat(check("good")).isEmpty();
    assertThat(check("good_subscriptions")).isEmpty();
  }

  @Test
  void everyRuleHasAFixture() throws IOException {
    var rules =
        Files.readString(Path.of("src/main/java/io/patchbay/catalog/rules/Rules.java"))
            .lines()
            .filter(line -> line.strip().startsWith("new "))
            .count();
    var codes =
        badFolders()
            .flatMap(folder -> check(folder).lines())
            .map(line -> line.replaceFirst(".* (PB\\d{3}) .*", "$1"))
            .distinct();

    assertThat(codes).hasSize((int) rules + 2).contains("PB001", "PB002");
  }

  @Test
  void theExampleInTheDocumentationPasses(@TempDir Path mine) throws IOException {
    var page = Files.readString(Path.of("docs/catalog.md"));
    var example = page.replaceFirst("(?s).*?```yaml\n(.*?)```.*", "$1");
    Files.writeString(
        Files.createDirectory(mine.resolve("weather")).resolve("integration.yml"), example);

    var out = new ByteArrayOutputStream();
    assertThat(CatalogCheck.run(List.of(mine), new PrintStream(out, true, StandardCharsets.UTF_8)))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  @Test
  void everyPropertyOfTheSchemaIsDescribedAndShown() throws IOException {
    var schema =
        JsonMapper.shared().readTree(Files.readString(Path.of("catalog/integration.schema.json")));
    var bare = new ArrayList<String>();
    describe(schema, "", bare);

    assertThat(bare).isEmpty();
  }

  private static void describe(JsonNode node, String path, List<String> bare) {
    node.path("properties")
        .properties()
        .forEach(property -> {
          var child = property.getValue();
          if (child.isObject()
              && !child.has("const")
              && !path.contains("/if")
              && !(child.has("description") && child.has("examples"))) {
            bare.add(path + "/" + property.getKey());
          }
        });
    node.properties().forEach(part -> describe(part.getValue(), path + "/" + part.getKey(), bare));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      describe(node.get(i), path + "/" + i, bare);
    }
  }

  static Stream<String> badFolders() throws IOException {
    try (var folders = Files.list(FIXTURES)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith("bad_"))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** What is printed for the entries of one fixture, with paths from the fixture's folder. */
  private static String check(String folder) {
    var dir = FIXTURES.resolve(folder);
    var dirs =
        Files.isDirectory(dir.resolve("one"))
            ? List.of(dir.resolve("one"), dir.resolve("two"))
            : List.of(dir);
    var out = new ByteArrayOutputStream();
    int exit = CatalogCheck.run(dirs, new PrintStream(out, true, StandardCharsets.UTF_8));
    var lines = out.toString(StandardCharsets.UTF_8).strip().lines().toList();
    assertThat(lines.getLast()).contains(exit == 0 ? "no mistakes" : " in 1 file");
    return String.join("\n", lines.subList(0, lines.size() - 1)).replace(dir + "/", "");
  }
}
