package io.patchbay.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Field;
import io.patchbay.catalog.Text;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

class AnswersTest {
  private static final Field BRANCH = field("branch", Field.Type.TEXT, false, "main");
  private static final Field EVENTS = field("events", Field.Type.CHOICES, false, "push,issues");
  private static final Field SECRET = field("secret", Field.Type.TEXT, true, "");
  private static final List<Field> FIELDS = List.of(BRANCH, EVENTS, SECRET);

  @Test
  void aTextThatIsClearedIsSavedAsNothing() {
    var saved = saved("branch=main", Map.of("branch", List.of("main")), "branch", "");
    assertThat(saved).containsEntry("branch", List.of());
    assertThat(Questions.initial(BRANCH, saved)).isEmpty();
  }

  @Test
  void choicesOfWhichNoneIsLeftAreSavedAsNothing() {
    var saved = saved("events=push", Map.of("events", List.of("push")), null, "");
    assertThat(saved).containsEntry("events", List.of());
    assertThat(Questions.initial(EVENTS, saved)).isEmpty();
  }

  @Test
  void whatWasOfferedAndUntickedIsNotOfferedAgain() {
    var saved = saved("", Map.of(), null, "");
    assertThat(Questions.initial(EVENTS, saved)).isEmpty();
  }

  @Test
  void whatSomebodyElseClearedMeanwhileStaysCleared() {
    assertThat(saved("branch=main", Map.of("branch", List.of()), "branch", "main"))
        .doesNotContainKey("branch");
  }

  @Test
  void aSecretLeftEmptyStaysAsItIs() {
    assertThat(saved("", Map.of("secret", List.of("kept")), "secret", ""))
        .doesNotContainKey("secret");
  }

  /** What would be written for a form that was shown, sent and found something kept. */
  private static Map<String, List<String>> saved(
      String was, Map<String, List<String>> kept, @Nullable String name, String value) {
    var form = new LinkedMultiValueMap<String, String>();
    if (name != null) {
      form.add(name, value);
    }
    var answers = Answers.of(FIELDS, form);
    assertThat(answers.errors()).isEmpty();
    return answers.over(FIELDS, Stream.of(was).filter(it -> !it.isEmpty()).toList(), kept);
  }

  private static Field field(String id, Field.Type type, boolean secret, String initial) {
    return new Field(
        id,
        type,
        Text.NONE,
        Text.NONE,
        "",
        false,
        secret,
        null,
        Stream.of("push", "issues").map(it -> new Field.Option(it, Text.NONE)).toList(),
        initial);
  }
}
