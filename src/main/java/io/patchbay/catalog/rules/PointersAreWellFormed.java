package io.patchbay.catalog.rules;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PB008: a value is a JSON Pointer, {@code header:}, {@code status:} or a template. */
final class PointersAreWellFormed implements Rule {
  private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([^}]*)}");
  private static final Pattern HEADER = Pattern.compile("header:[A-Za-z0-9-]+");

  @Override
  public Stream<Finding> check(Entry entry) {
    var values = entry.find(Places.VALUES).stream().flatMap(PointersAreWellFormed::alternatives);
    return Stream.concat(
        values.filter(value -> !isValue(value.text())).map(PointersAreWellFormed::notAValue),
        entry.find(Places.POINTERS).stream()
            .filter(pointer -> !Pointers.isWellFormed(pointer.text()))
            .map(PointersAreWellFormed::notAPointer));
  }

  private static Stream<Place> alternatives(Place value) {
    return value.node().isArray()
        ? new Entry("", value.node(), Set.of(), Map.of(), null)
            .find("/*").stream()
                .map(item -> new Place(value.pointer() + item.pointer(), item.node()))
        : Stream.of(value);
  }

  private static boolean isValue(String text) {
    if (text.contains("#{")) {
      return IN_TEMPLATE
          .matcher(text)
          .results()
          .allMatch(
              found -> found.group(1).startsWith("/") && Pointers.isWellFormed(found.group(1)));
    }
    return text.equals("status:")
        || HEADER.matcher(text).matches()
        || (text.startsWith("/") && Pointers.isWellFormed(text));
  }

  private static Finding notAValue(Place value) {
    return value.finding(
        "PB008",
        "'%s' is no value. Write a JSON Pointer (/a/b), header:X-Name, status: or a template (#{/a} of #{/b})"
            .formatted(value.text()));
  }

  private static Finding notAPointer(Place pointer) {
    return pointer.finding(
        "PB008",
        "'%s' is no JSON Pointer. It is empty or begins with a slash: /%s"
            .formatted(pointer.text(), pointer.text()));
  }
}
