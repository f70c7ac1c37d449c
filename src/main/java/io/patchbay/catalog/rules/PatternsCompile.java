package io.patchbay.catalog.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.stream.Stream;

/** PB009: patterns are RE2, which answers in linear time. */
final class PatternsCompile implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.PATTERNS).stream().flatMap(PatternsCompile::compile);
  }

  private static Stream<Finding> compile(Place pattern) {
    try {
      Pattern.compile(pattern.text());
      return Stream.empty();
    } catch (PatternSyntaxException wrong) {
      return Stream.of(
          pattern.finding(
              "PB009",
              "RE2 does not read this pattern (%s). Look-around and back references do not exist there"
                  .formatted(wrong.getDescription())));
    }
  }
}
