package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.egress.Egress;
import io.patchbay.members.Action;
import io.patchbay.members.Decision;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import io.patchbay.members.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every sentence exists in every language, says the same, and is said somewhere. A key is used
 * where its text stands in a source or a template; a text that ends with a dot ({@code "policy."})
 * uses every key that begins with it.
 */
class WordKeysTests {
  private static final Pattern TEXT =
      Pattern.compile("\"([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*\\.?)\"");
  private static final Pattern SAID =
      Pattern.compile(
          "(?:words(?:\\(\\))?\\s*\\.(?:of|count)|\\bsay)\\(\\s*\"([a-z][a-z0-9_.]*[a-z0-9_])\"\\s*[,)]");

  private final Map<String, String> english = Phrases.Book.load(Language.EN);
  private final Map<String, String> portuguese = Phrases.Book.load(Language.PT_BR);

  @Test
  void everySentenceIsThereInBothLanguages() {
    assertThat(new TreeSet<>(portuguese.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
  }

  @Test
  void bothLanguagesHaveTheSameGaps() {
    for (String key : english.keySet()) {
      assertThat(gaps(portuguese.getOrDefault(key, ""))).as(key).isEqualTo(gaps(english.get(key)));
    }
  }

  @Test
  void noSentenceIsWrittenTwice() throws IOException {
    for (Language language : Language.values()) {
      var file = Path.of("src/main/resources/words", language.tag() + ".properties");
      List<String> keys =
          Files.readAllLines(file).stream()
              .filter(line -> line.contains("=") && !line.startsWith("#"))
              .map(line -> line.substring(0, line.indexOf('=')))
              .toList();
      assertThat(keys).as(language.tag()).doesNotHaveDuplicates();
    }
  }

  @Test
  void everySentenceIsSaidSomewhere() throws IOException {
    Set<String> used = texts();
    List<String> stems = used.stream().filter(text -> text.endsWith(".")).toList();
    List<String> unused =
        english.keySet().stream()
            .filter(key -> !used.contains(key) && !used.contains(withoutForm(key)))
            .filter(key -> stems.stream().noneMatch(key::startsWith))
            .sorted()
            .toList();
    assertThat(unused).isEmpty();
  }

  @Test
  void everySentenceThatIsSaidExists() throws IOException {
    var absent = new TreeSet<String>();
    for (String source : sources()) {
      SAID.matcher(source)
          .results()
          .map(found -> found.group(1))
          .filter(key -> !english.containsKey(key) && !english.containsKey(key + ".other"))
          .forEach(absent::add);
    }
    assertThat(absent).isEmpty();
  }

  @Test
  void everyRefusalOfThePolicyHasItsSentence() {
    for (Action action : Action.values()) {
      for (Role role : Role.values()) {
        for (boolean sensitive : List.of(true, false)) {
          Member member =
              new Member(
                  new io.patchbay.ids.PersonId(new UUID(0, 1)),
                  new io.patchbay.ids.WorkspaceId(new UUID(0, 2)),
                  "w",
                  "W",
                  "free",
                  "N",
                  role,
                  false,
                  0,
                  0);
          if (Policy.decide(action, member, sensitive) instanceof Decision.Refused refusal) {
            assertThat(english).containsKey(refusal.key());
          }
        }
      }
    }
  }

  @Test
  void everyReasonForNoAnswerHasItsWords() {
    assertThat(english.keySet())
        .containsAll(
            Arrays.stream(Egress.Why.values())
                .map(it -> "deliveries.failure." + it.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void everyPolicySentenceCanBeSaid() {
    var keys = new HashSet<String>();
    for (Action action : Action.values()) {
      for (String need : List.of("manager", "admin", "billing")) {
        keys.add("policy." + action.code() + "." + need);
      }
    }
    assertThat(keys)
        .containsAll(english.keySet().stream().filter(it -> it.startsWith("policy.")).toList());
  }

  private static String withoutForm(String key) {
    return key.replaceFirst("\\.(one|other)$", "");
  }

  private static List<String> gaps(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .sorted()
        .toList();
  }

  private static Set<String> texts() throws IOException {
    var texts = new HashSet<String>();
    for (String source : sources()) {
      TEXT.matcher(source).results().forEach(found -> texts.add(found.group(1)));
    }
    return texts;
  }

  private static List<String> sources() throws IOException {
    var sources = new ArrayList<String>();
    for (String root : List.of("src/main/java", "src/main/jte")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toSet())) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }
}
