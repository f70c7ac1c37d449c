package io.patchbay.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Category;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Text;
import io.patchbay.testing.AnIntegration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void theBeginningOfANameComesBeforeItsMiddle() {
    assertThat(found("cal")).containsExactly("Calendly", "Google Calendar");
  }

  @Test
  void aNameComesBeforeASynonym() {
    assertThat(found("agenda")).containsExactly("Agenda Pro", "Google Calendar");
  }

  @Test
  void accentsAndCaseDoNotMatter() {
    assertThat(found("ORÇAMENTO")).containsExactly("Orcamento");
    assertThat(found("comunicacao")).containsExactly("Slack");
  }

  @Test
  void oneWrongMissingAddedOrSwappedLetterIsForgiven() {
    for (var typed : List.of("slakc", "slck", "sslack", "slaxk")) {
      assertThat(found(typed)).as(typed).containsExactly("Slack");
    }
  }

  @Test
  void twoMistakesAreNot() {
    assertThat(found("slxxk")).isEmpty();
  }

  @Test
  void aShortWordIsTakenAtItsWord() {
    assertThat(found("slk")).isEmpty();
  }

  @Test
  void aMistakeInTheBeginningOfALongWordIsForgivenToo() {
    assertThat(found("calandar")).containsExactly("Google Calendar");
    assertThat(found("calnd")).containsExactly("Google Calendar", "Calendly");
  }

  private static List<String> found(String query) {
    var entries =
        List.of(
            AnIntegration.called("slack").named("Slack").in("talk").entry(),
            AnIntegration.called("calendar").named("Google Calendar").alsoCalled("agenda").entry(),
            AnIntegration.called("calendly").named("Calendly").entry(),
            AnIntegration.called("agenda").named("Agenda Pro").entry(),
            AnIntegration.called("orcamento").named("Orcamento").entry());
    var bySlug = new LinkedHashMap<String, Integration>();
    entries.forEach(it -> bySlug.put(it.slug(), it));
    var talk = new Category("talk", new Text(Map.of("en", "Chat", "pt-BR", "Comunicação")));
    int[] ranks = new Finding(new Catalog(bySlug, List.of(talk)), entries).ranks(query);
    return IntStream.range(0, ranks.length)
        .filter(it -> ranks[it] != Finding.NOT_FOUND)
        .boxed()
        .sorted(Comparator.comparingInt(it -> ranks[it]))
        .map(it -> entries.get(it).name())
        .toList();
  }
}
