package io.patchbay.catalog.rules;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PB007: what stands in braces has a value when the request is made. */
final class PlaceholdersAreKnown implements Rule {
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!#)\\{([^{}\"/][^{}\"]*)}");

  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.TEMPLATES).stream()
        .filter(template -> template.node().isString())
        .flatMap(template -> check(entry, template));
  }

  private static Stream<Finding> check(Entry entry, Place template) {
    var known = known(entry, template.pointer());
    return PLACEHOLDER
        .matcher(template.text())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.startsWith("base:") && !isKnown(name, known))
        .filter(name -> !isAQuery(template, name))
        .map(name ->
            template.finding(
                "PB007",
                "Nothing is called {%s} here. %s".formatted(name, Suggestion.among(name, known))));
  }

  /** What a body asks in GraphQL has braces of its own; no name has blanks. */
  private static boolean isAQuery(Place template, String name) {
    return template.pointer().contains("/body/") && name.startsWith(" ") && name.endsWith(" ");
  }

  private static boolean isKnown(String name, Set<String> known) {
    return known.contains(name)
        || (name.startsWith("basic:")
            && Arrays.stream(name.substring("basic:".length()).split(":", -1))
                .allMatch(part -> part.isEmpty() || known.contains(part)));
  }

  private static Set<String> known(Entry entry, String pointer) {
    var known = new TreeSet<String>();
    entry.find("/inputs/*/id").forEach(input -> known.add(input.text()));
    entry
        .find("/auth/*/token/keep/*")
        .forEach(kept -> known.add("kept:" + kept.pointer().replaceFirst(".*/", "")));
    known.add("client_id");
    if (pointer.endsWith("/send/value")) {
      known.add("access");
      entry.find("/auth/*/fields/*/id").forEach(field -> known.add(field.text()));
    }
    if (pointer.startsWith("/auth/oauth2/revoke/")) {
      known.add("token");
    }
    if (pointer.startsWith("/resources/")) {
      known.add("installation.id");
    }
    if (pointer.startsWith("/webhook/subscription/create/")) {
      known.add("webhook.url");
      known.add("webhook.secret");
    }
    if (pointer.startsWith("/webhook/subscription/delete/")) {
      known.add("webhook.id");
    }
    if (pointer.startsWith("/webhook/reconciliation/")) {
      known.add("app.jwt");
    }
    if (pointer.startsWith("/webhook/reconciliation/again/")) {
      known.add("delivery.id");
    }
    return known;
  }
}
