package io.patchbay.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** T20: on every route, what is another workspace's looks, byte for byte, like what never was. */
class ForeignIdsTest {
  private static final Target MINE = new Target();
  private static final Target THEIRS = new Target();
  private static final Browser ADA = Target.signIn("ada");

  private record Route(RequestMethod method, String pattern) {}

  @Test
  void everyRouteAnswersForAForeignWorkspaceAsForNone() {
    var foreign = "others-" + UUID.randomUUID();
    Database.workspace(foreign);
    var never = "others-" + UUID.randomUUID();
    var routes = routes().filter(it -> it.pattern().startsWith("/w/{workspace}")).toList();
    assertThat(routes).hasSizeGreaterThan(20);
    var different = new ArrayList<String>();
    for (var route : routes) {
      var one = send(route, Map.of("workspace", foreign, "slug", "slack"));
      var other = send(route, Map.of("workspace", never, "slug", "slack"));
      if (one.statusCode() != 404 || !same(one, other)) {
        different.add(route + " " + one.statusCode() + " " + other.statusCode());
      }
    }
    assertThat(different).isEmpty();
    System.out.printf(
        "T20: %d routes with a foreign workspace: the same 404 as for none%n", routes.size());
  }

  @Test
  void everyRouteAnswersForAForeignConnectionAsForNone() {
    var ada = Target.signIn("ada");
    ada.get(pathOf(THEIRS.callback(ada, "slack", "acme")));
    ada.get(pathOf(MINE.callback(ada, "slack", "pinework")));
    var theirs =
        Database.asSuperuser()
            .sql("select id from connections where owner_id = ?")
            .param(THEIRS.workspace.value())
            .query(UUID.class)
            .single();
    var routes =
        routes()
            .filter(it -> it.pattern().startsWith("/w/{workspace}"))
            .filter(it -> it.pattern().contains("{connection}"))
            .toList();
    assertThat(routes).hasSizeGreaterThanOrEqualTo(4);
    var different = new ArrayList<String>();
    for (var route : routes) {
      for (String entry : List.of("slack", "stripe")) {
        var mine = Map.of("workspace", MINE.slug, "slug", entry);
        var one = send(route, with(mine, theirs));
        var other = send(route, with(mine, UUID.randomUUID()));
        if (one.statusCode() != 404 || !same(one, other)) {
          different.add(route + " of " + entry + " " + one.statusCode());
        }
      }
    }
    assertThat(different).isEmpty();
    System.out.printf(
        "T20: %d routes with a foreign connection, of two entries: the same 404 as for none%n",
        routes.size());
    assertThat(THEIRS.secrets()).as("theirs is untouched").isOne();
  }

  private static String pathOf(java.net.URI callback) {
    return callback.getPath() + "?" + callback.getRawQuery();
  }

  private static Map<String, String> with(Map<String, String> values, UUID connection) {
    var all = new TreeMap<>(values);
    all.put("connection", connection.toString());
    return all;
  }

  private static boolean same(HttpResponse<String> one, HttpResponse<String> other) {
    return one.statusCode() == other.statusCode()
        && one.body().equals(other.body())
        && headers(one).equals(headers(other));
  }

  private static Map<String, List<String>> headers(HttpResponse<String> answer) {
    var headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  private static Stream<Route> routes() {
    return Target.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .entrySet()
        .stream()
        .filter(it -> !it.getValue().getBeanType().getName().contains("Test"))
        .map(Map.Entry::getKey)
        .flatMap(it ->
            it.getPatternValues().stream()
                .flatMap(pattern ->
                    it.getMethodsCondition().getMethods().stream()
                        .map(method -> new Route(method, pattern))));
  }

  private static HttpResponse<String> send(Route route, Map<String, String> values) {
    var path = route.pattern();
    for (var value : values.entrySet()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue());
    }
    path = path.replaceAll("\\{[^}]+}", "019ab000-0000-7000-8000-00000000dead");
    return route.method() == RequestMethod.GET
        ? ADA.get(path + "?what=disable&page=1")
        : ADA.submit(
            ADA.get(MINE.home()),
            path,
            Map.of(
                "connection",
                values.getOrDefault("connection", "019ab000-0000-7000-8000-00000000dead"),
                "provider",
                "slack",
                "required",
                "true",
                "secret",
                "whsec_anything",
                "label",
                "x"));
  }
}
