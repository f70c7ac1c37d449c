package io.patchbay.egress;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What the operator lists in {@code patchbay.egress.allow}, looked at before a start. */
public final class AllowList {
  private AllowList() {}

  /** The lines that a start would refuse. */
  public static List<String> complaints(Environment environment) {
    var complaints = new ArrayList<String>();
    for (String line : lines(environment)) {
      try {
        Listed.parse(line);
      } catch (IllegalArgumentException unreadable) {
        complaints.add(String.valueOf(unreadable.getMessage()));
      }
    }
    return complaints;
  }

  public static String summary(Environment environment) {
    int lines = lines(environment).size();
    return lines == 0
        ? "only public addresses are called"
        : "public addresses are called, and " + String.join(", ", lines(environment));
  }

  /** Whether a request there can pass: to a public name by https, or as listed. */
  public static boolean passes(Environment environment, URI base) {
    String host = Guard.host(base);
    int port = Guard.port(base);
    boolean ordinary =
        "https".equalsIgnoreCase(base.getScheme()) && port == 443 && !Hosts.isLiteral(host);
    return ordinary
        || lines(environment).stream()
            .filter(line -> readable(line))
            .map(Listed::parse)
            .anyMatch(it -> it.host().equals(host) && port >= it.from() && port <= it.to());
  }

  private static boolean readable(String line) {
    try {
      Listed.parse(line);
      return true;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static List<String> lines(Environment environment) {
    return Binder.get(environment)
        .bind("patchbay.egress.allow", Bindable.listOf(String.class))
        .orElse(List.of());
  }
}
