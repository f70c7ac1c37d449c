package io.patchbay.setup;

import io.patchbay.catalog.Field;
import io.patchbay.shell.Words;
import java.util.List;
import java.util.Map;

/** An entry's fields as questions of a form, for the wizard and wherever else they are asked. */
public final class Questions {
  private Questions() {}

  /** What a field holds, or what it offers where nothing was chosen yet. */
  public static List<String> initial(Field field, Map<String, List<String>> saved) {
    var chosen = saved.get(field.id());
    return chosen != null
        ? chosen
        : field.initial().isEmpty() ? List.of() : List.of(field.initial().split(","));
  }

  public static WizardPage.Question of(
      Words words, Field field, List<String> values, String error) {
    return of(words, "", field, values, error);
  }

  /**
   * @param prefix of the field's name in the form, where other things stand there too
   * @param error {@code required}, {@code unknown} or {@code shape}; empty where nothing is wrong
   */
  public static WizardPage.Question of(
      Words words, String prefix, Field field, List<String> values, String error) {
    var kind =
        switch (field.type()) {
          case TEXT -> field.secret() ? "secret" : "text";
          case BOOLEAN -> "boolean";
          case CHOICE -> "choice";
          case CHOICES -> "choices";
        };
    return new WizardPage.Question(
        prefix + field.id(),
        kind,
        field.label().in(words.locale()),
        field.help().in(words.locale()),
        field.example(),
        field.required(),
        field.secret() || values.isEmpty() ? "" : values.getFirst(),
        field.options().stream()
            .map(it ->
                new WizardPage.Option(
                    it.id(), it.label().in(words.locale()), values.contains(it.id())))
            .toList(),
        error.isEmpty() ? "" : words.of("form.error." + error, field.example()));
  }
}
