package io.patchbay.catalog.rules;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PB006: every host can be replaced by the operator, and none by a tenant beyond an input. */
final class AddressesNameABase implements Rule {
  private static final Pattern BASE =
      Pattern.compile("\\{base:(?<host>[^{}]*(\\{[a-z_]+})?[^{}]*)}(?<rest>.*)", Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}");
  private static final Pattern INPUT = Pattern.compile("\\{([a-z_]+)}");

  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.ADDRESSES).stream().flatMap(address -> check(entry, address));
  }

  private static Stream<Finding> check(Entry entry, Place address) {
    var parts = BASE.matcher(address.text());
    if (!parts.matches()) {
      return Stream.of(
          address.finding(
              "PB006", "An address begins with its host in braces: {base:api.example.com}/path"));
    }
    var host = parts.group("host");
    var rest = parts.group("rest");
    if (!HOST.matcher(host).matches() && !isInput(entry, host)) {
      return Stream.of(
          address.finding(
              "PB006",
              "'%s' is no plain host name. Write only the host, as in {base:api.example.com}"
                  .formatted(host)));
    }
    if (!rest.isEmpty() && !rest.startsWith("/") && !rest.startsWith("?")) {
      return Stream.of(
          address.finding(
              "PB006", "After the host comes a path: {base:%s}/%s".formatted(host, rest)));
    }
    return Stream.empty();
  }

  private static boolean isInput(Entry entry, String host) {
    var input = INPUT.matcher(host);
    return input.matches()
        && entry.find("/inputs/*/id").stream().anyMatch(id -> id.text().equals(input.group(1)));
  }
}
