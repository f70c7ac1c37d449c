package io.patchbay.catalog;

import static io.patchbay.catalog.Reading.duration;
import static io.patchbay.catalog.Reading.list;
import static io.patchbay.catalog.Reading.map;
import static io.patchbay.catalog.Reading.noun;
import static io.patchbay.catalog.Reading.text;
import static io.patchbay.catalog.Reading.textOrNull;
import static io.patchbay.catalog.Reading.texts;
import static io.patchbay.catalog.Reading.value;
import static io.patchbay.catalog.Reading.yes;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests and the questions that are asked of their answers. */
final class ReadingCalls {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private ReadingCalls() {}

  static Call call(JsonNode node) {
    var method = METHODS.stream().filter(node::has).findFirst().orElse("get");
    var as = text(node, "as", "connection");
    return new Call(
        method.toUpperCase(Locale.ROOT),
        text(node, method),
        map(node, "headers"),
        node.hasNonNull("body") ? node.get("body").toString() : "",
        map(node, "form"),
        as.equals("connection"),
        as.equals("app"));
  }

  static Check check(JsonNode check) {
    return new Check(
        call(check),
        check.has("ok") ? predicate(check.get("ok")) : null,
        new Check.Account(
            value(check.path("account"), "id"),
            value(check.path("account"), "name"),
            value(check.path("account"), "url")),
        check.has("granted") ? ReadingAuth.granted(check.get("granted")) : null,
        list(check, "failures", ReadingCalls::failure),
        duration(text(check, "every", "6h")));
  }

  static Installations installations(JsonNode node) {
    return new Installations(
        call(node),
        text(node, "items"),
        value(node, "id"),
        value(node, "name"),
        text(node, "install_url"),
        noun(node, "noun"));
  }

  static ResourceKind resource(String id, JsonNode node) {
    var item = node.path("item");
    return new ResourceKind(
        id,
        noun(node, "noun"),
        call(node),
        text(node, "items"),
        new ResourceKind.Item(
            value(item, "id"),
            value(item, "name"),
            value(item, "detail"),
            value(item, "private"),
            value(item, "url"),
            value(item, "archived")),
        next(node),
        yes(node, "per_installation", false));
  }

  static FailureRule failure(JsonNode rule) {
    return new FailureRule(
        predicate(rule),
        Failure.of(text(rule, "is")),
        rule.has("code") ? value(rule, "code") : null);
  }

  static Predicate predicate(JsonNode node) {
    return new Predicate(
        node.hasNonNull("status") ? (Integer) node.get("status").asInt() : null,
        textOrNull(node, "each"),
        node.has("header")
            ? new Value(List.of(new Value.Header(text(node, "header").toLowerCase(Locale.ROOT))))
            : value(node, "json"),
        textOrNull(node, "equals"),
        texts(node, "in"),
        textOrNull(node, "matches"),
        node.hasNonNull("exists") ? (Boolean) node.get("exists").asBoolean() : null);
  }

  private static ResourceKind.Goes goes(JsonNode next) {
    var into = next.path("into");
    if (into.has("body")) {
      return new ResourceKind.IntoBody(text(into, "body"));
    }
    return new ResourceKind.IntoParameter(
        into.has("query") ? text(into, "query") : text(next, "param"));
  }

  static ResourceKind.@Nullable Next next(JsonNode node) {
    if (!node.has("next")) {
      return null;
    }
    var next = node.get("next");
    if (next.has("cursor")) {
      return new ResourceKind.Cursor(
          value(next, "cursor"), goes(next), next.has("more") ? predicate(next.get("more")) : null);
    }
    if (next.has("url")) {
      return new ResourceKind.Url(value(next, "url"));
    }
    return next.has("page")
        ? new ResourceKind.PageNumber(text(next, "page"), next.path("start").asInt(1))
        : new ResourceKind.LinkHeader();
  }
}
