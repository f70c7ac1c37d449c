package io.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded answers have the shape of docs/catalog.md; replaying them is the providers' test.
 */
class CatalogFixtureShapeTest {
  private static final Set<String> OUTCOMES =
      Set.of("answered", "granted", "listed", "refused", "unreachable", "failed", "revoked");
  private static final Catalog CATALOG = new LoadedCatalog(List.of()).get();

  static Stream<Path> fixtures() throws IOException {
    try (var files = Files.walk(Path.of("catalog"))) {
      return files.filter(file -> file.toString().contains("fixtures/")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aFixtureSaysWhatWasAskedAnsweredAndMeant(Path file) throws IOException {
    var fixture = JsonMapper.shared().readTree(Files.readString(file));

    assertThat(fixture.propertyNames())
        .containsExactly("request", "status", "headers", "body", "expect");
    assertThat(fixture.path("expect").path("outcome").asString()).isIn(OUTCOMES);
    assertThat(requests(entryOf(file))).contains(fixture.path("request").asString());
    if (fixture.path("expect").has("bucket")) {
      assertThat(Failure.of(fixture.path("expect").path("bucket").asString())).isNotNull();
    }
  }

  @Test
  void everyAvailableEntryShowsAGoodCheckABadOneAndItsLists() throws IOException {
    for (var entry : CATALOG.all()) {
      if (!entry.comingSoon()) {
        assertThat(shown(entry)).as(entry.slug()).containsAll(needed(entry));
      }
    }
  }

  private static Set<String> needed(Integration entry) {
    var needed = new TreeSet<>(List.of("check answered", "check refused"));
    entry.resources().keySet().forEach(kind -> needed.add("resources." + kind + " listed"));
    if (entry.auth() instanceof Auth.OAuth2) {
      needed.add("token granted");
      needed.add("revoke revoked");
    }
    return needed;
  }

  private static Set<String> shown(Integration entry) throws IOException {
    return fixtures()
        .filter(file -> entryOf(file).slug().equals(entry.slug()))
        .map(CatalogFixtureShapeTest::read)
        .map(fixture ->
            fixture.path("request").asString()
                + " "
                + fixture.path("expect").path("outcome").asString())
        .collect(Collectors.toSet());
  }

  private static JsonNode read(Path file) {
    return JsonMapper.shared().readTree(file.toFile());
  }

  private static Integration entryOf(Path file) {
    return CATALOG.find(file.getName(1).toString()).orElseThrow();
  }

  private static Set<String> requests(Integration entry) {
    var requests = new TreeSet<>(List.of("check", "token", "refresh", "revoke", "installations"));
    entry.resources().keySet().forEach(kind -> requests.add("resources." + kind));
    return requests;
  }
}
