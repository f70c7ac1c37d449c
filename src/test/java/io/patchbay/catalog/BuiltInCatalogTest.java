package io.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInCatalogTest {
  private static final Catalog CATALOG = new LoadedCatalog(List.of()).get();

  @Test
  void noBuiltInEntryHasAMistake() {
    var out = new ByteArrayOutputStream();

    int exit = CatalogCheck.run(List.of(), new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(CATALOG.all().size() + " entries checked, no mistakes");
    assertThat(exit).isZero();
  }

  static List<Integration> entries() {
    return List.copyOf(CATALOG.all());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyWordIsThereInPortuguese(Integration entry) throws ReflectiveOperationException {
    var missing = new ArrayList<String>();
    collect(entry, entry.slug(), missing);

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyEntryBringsItsOwnLogo(Integration entry) {
    assertThat(new String(entry.logo().svg(), StandardCharsets.UTF_8))
        .contains("<svg")
        .doesNotContain("<text");
  }

  @Test
  void theCategoriesAreInBothLanguages() {
    assertThat(CATALOG.categories())
        .allSatisfy(category -> {
          assertThat(category.name().english()).isNotEmpty();
          assertThat(category.name().byLanguage()).containsKey("pt-BR");
        });
  }

  @Test
  void slackSaysWhatItsChecklistAndItsAccountsAreCalled() {
    var slack = CATALOG.find("slack").orElseThrow();

    assertThat(slack.requiredSteps().map(step -> step.title().english()))
        .containsExactly("Authorize workspace", "Select channels", "Choose what to send");
    assertThat(slack.step("previews").orElseThrow().optional()).isTrue();
    assertThat(slack.accountNoun().of(4, Locale.ENGLISH)).isEqualTo("workspaces");
    assertThat(slack.requiredScopes().stream().map(Auth.Scope::id))
        .containsExactly("channels:read", "chat:write");
  }

  private static void collect(Object value, String path, List<String> missing)
      throws ReflectiveOperationException {
    switch (value) {
      case Text text when !text.isEmpty() -> {
        if (!text.byLanguage().containsKey("pt-BR")) {
          missing.add(path + ": " + text.english());
        }
      }
      case List<?> list -> {
        for (var item : list) {
          collect(item, path, missing);
        }
      }
      case Map<?, ?> map -> {
        for (var item : map.values()) {
          collect(item, path, missing);
        }
      }
      case Record record -> {
        for (var part : record.getClass().getRecordComponents()) {
          var accessor = part.getAccessor();
          var child = accessor.invoke(record);
          if (child != null) {
            collect(child, path + "." + part.getName(), missing);
          }
        }
      }
      default -> {}
    }
  }
}
