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
 * @param values by field; only what the entry asks for and offers
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
      if (!given.isEmpty()) {
        values.put(field.id(), given);
      }
    }
    return new Answers(values, errors);
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
