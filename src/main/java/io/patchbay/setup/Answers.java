package io.patchbay.setup;

import com.google.re2j.Pattern;
import io.patchbay.catalog.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/**
 * What a person answered to a form's questions.
 *
 * @param values by field; only what the entry asks for and offers. A question that was answered
 *     with nothing holds an empty list; a secret that was left empty is not there, because it is
 *     never shown again and so stays as it is
 * @param errors by field: {@code required}, {@code unknown} or {@code shape}
 */
public record Answers(Map<String, List<String>> values, Map<String, String> errors) {
  private static final int LONGEST = 1000;

  public static Answers of(List<Field> fields, MultiValueMap<String, String> form) {
    var values = new LinkedHashMap<String, List<String>>();
    var errors = new LinkedHashMap<String, String>();
    for (var field : fields) {
      var given =
          form.getOrDefault(field.id(), List.of()).stream()
              .map(String::strip)
              .filter(it -> !it.isEmpty())
              .toList();
      if (field.type() == Field.Type.BOOLEAN) {
        values.put(field.id(), List.of(given.isEmpty() ? "false" : "true"));
        continue;
      }
      var error = wrong(field, given);
      if (!error.isEmpty()) {
        errors.put(field.id(), error);
      }
      if (!given.isEmpty() || !field.secret()) {
        values.put(field.id(), given);
      }
    }
    return new Answers(values, errors);
  }

  /**
   * The answers over what is kept by now, where somebody else may have saved since this form was
   * shown: only what this person changed changes.
   *
   * @param shown what was kept when the form was shown, as {@code field=value}
   * @param kept what is kept now
   */
  Map<String, List<String>> over(
      List<Field> fields, List<String> shown, Map<String, List<String>> kept) {
    var merged = new LinkedHashMap<String, List<String>>();
    for (var field : fields) {
      var given = values.get(field.id());
      var now = kept.get(field.id());
      var before =
          shown.stream()
              .filter(it -> it.startsWith(field.id() + "="))
              .map(it -> it.substring(field.id().length() + 1))
              .toList();
      if (given == null || (now != null && given.equals(before))) {
        continue;
      }
      merged.put(
          field.id(),
          field.type() == Field.Type.CHOICES
              ? changed(field, before, given, now == null ? List.of() : now)
              : given);
    }
    return merged;
  }

  private static List<String> changed(
      Field field, List<String> before, List<String> given, List<String> now) {
    var result =
        field.options().stream()
            .map(Field.Option::id)
            .filter(it ->
                given.contains(it)
                    ? !before.contains(it) || now.contains(it)
                    : now.contains(it) && !before.contains(it))
            .toList();
    return result.isEmpty() ? given : result;
  }

  private static String wrong(Field field, List<String> given) {
    if (given.isEmpty()) {
      return field.required() ? "required" : "";
    }
    return switch (field.type()) {
      case TEXT -> fits(field, given.getFirst()) ? "" : "shape";
      case CHOICE, CHOICES -> offered(field).containsAll(given) ? "" : "unknown";
      case BOOLEAN -> "";
    };
  }

  private static boolean fits(Field field, String value) {
    return value.length() <= LONGEST
        && (field.pattern() == null || Pattern.matches(field.pattern(), value));
  }

  private static java.util.Set<String> offered(Field field) {
    return field.options().stream().map(Field.Option::id).collect(Collectors.toSet());
  }
}
