package io.patchbay.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * T25: whatever is done to the way back from a consent page, no credential is kept for it. Each
 * case begins with a real flow and a real consent.
 */
class ConsentAttacksTest {
  private static final Target TARGET = new Target();
  private static final Browser ADA = Target.signIn("ada");

  private record Way(String path, String state, String code) {
    static Way of(URI callback) {
      var query = new java.util.HashMap<String, String>();
      for (String pair : callback.getRawQuery().split("&", -1)) {
        query.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
      }
      return new Way(
          callback.getPath(), query.getOrDefault("state", ""), query.getOrDefault("code", ""));
    }

    String with(String state, String code) {
      return path + "?state=" + state + "&code=" + code;
    }
  }

  /** What is done to a fresh way back, in the browser that began it. */
  private interface Attack {
    String on(Way way);
  }

  @Test
  void noWayBackThatWasTamperedWithKeepsAnything() {
    var attacks = attacks();
    assertThat(attacks).hasSizeGreaterThanOrEqualTo(60);
    var succeeded = new ArrayList<String>();
    attacks.forEach((name, attack) -> {
      var way = Way.of(TARGET.callback(ADA, "slack", "acme"));
      var answer = ADA.get(attack.on(way));
      if (TARGET.secrets() > 0 || TARGET.connections() > 0 || answer.statusCode() >= 500) {
        succeeded.add(name + " answered " + answer.statusCode());
      }
    });
    assertThat(succeeded).isEmpty();
    System.out.printf("T25: %d attacks on a consent: 0 succeeded%n", attacks.size());
  }

  private static Map<String, Attack> attacks() {
    var attacks = new java.util.LinkedHashMap<String, Attack>();
    var states =
        Map.<String, java.util.function.UnaryOperator<String>>ofEntries(
            Map.entry("none", it -> ""),
            Map.entry("a random one", it -> "A".repeat(43)),
            Map.entry("cut", it -> it.substring(0, 42)),
            Map.entry("longer", it -> it + "A"),
            Map.entry("very long", it -> it.repeat(100)),
            Map.entry("first letter changed", it -> flip(it, 0)),
            Map.entry("last letter changed", it -> flip(it, it.length() - 1)),
            Map.entry("other case", it -> swapCase(it)),
            Map.entry("padded", it -> it + "%3D"),
            Map.entry("a space before", it -> "%20" + it),
            Map.entry("a space after", it -> it + "%20"),
            Map.entry("a zero byte", it -> it + "%00"),
            Map.entry("a newline", it -> it + "%0d%0a"),
            Map.entry("its hash", it -> hash(it)),
            Map.entry("a quote", it -> "%27%20or%201=1--"),
            Map.entry("a wildcard", it -> "%25"),
            Map.entry("null", it -> "null"),
            Map.entry("an object", it -> "%7B%7D"),
            Map.entry("backwards", it -> new StringBuilder(it).reverse().toString()));
    states.forEach((name, change) -> {
      attacks.put("state: " + name, way -> way.with(change.apply(way.state()), way.code()));
      attacks.put(
          "state: " + name + ", beside an error",
          way -> way.path() + "?error=access_denied&state=" + change.apply(way.state()));
    });
    for (String other :
        List.of("google-calendar", "github", "vercel", "stripe", "linear", "never-there")) {
      attacks.put(
          "the callback of " + other,
          way -> way.with(way.state(), way.code()).replace("/slack", "/" + other));
    }
    for (String path : List.of("/slack/", "//slack", "/SLACK", "/slack%2f", "/slack;a=b", "/")) {
      attacks.put(
          "the path " + path,
          way -> way.with(way.state(), way.code()).replace("/callback/slack", "/callback" + path));
    }
    for (String code :
        List.of("", "A", "null", "%00", "x".repeat(5_000), "%27--", "https://evil.example")) {
      attacks.put(
          "code: " + (code.length() > 30 ? "long" : code), way -> way.with(way.state(), code));
    }
    attacks.put("no code at all", way -> way.path() + "?state=" + way.state());
    attacks.put("no state at all", way -> way.path() + "?code=" + way.code());
    attacks.put("nothing", Way::path);
    attacks.put("a refusal", way -> way.path() + "?error=access_denied&state=" + way.state());
    attacks.put(
        "an error with markup",
        way -> way.path() + "?error=%3Cscript%3E&state=" + way.state() + "&code=" + way.code());
    attacks.put(
        "a server's error beside a code",
        way -> way.with(way.state(), way.code()) + "&error=server_error");
    attacks.put(
        "two states, a wrong one first",
        way -> way.path() + "?state=wrong&state=" + way.state() + "&code=" + way.code());
    attacks.put(
        "a code of another flow, injected",
        way -> way.with(way.state(), Way.of(TARGET.callback(ADA, "slack", "pinework")).code()));
    attacks.put(
        "a code of another provider",
        way ->
            way.with(
                way.state(),
                Way.of(TARGET.callback(ADA, "google-calendar", "ada@example.com")).code()));
    attacks.put(
        "another flow's state with this code",
        way ->
            way.with(
                Way.of(TARGET.callback(ADA, "google-calendar", "ada@example.com")).state(),
                way.code()));
    return attacks;
  }

  @Test
  void onlyThePersonAndTheBrowserThatBeganMayFinish() {
    var others =
        Stream.of("ada", "max", "bea", "mia", "olga")
            .map(Target::signIn)
            .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    others.add(new Browser(Target.PORT));
    for (Browser other : others) {
      var way = Way.of(TARGET.callback(ADA, "slack", "acme"));
      other.get(way.with(way.state(), way.code()));
      assertThat(TARGET.secrets()).isZero();
    }
  }

  @Test
  void aVictimCannotBeMadeToFinishWhatAnAttackerBegan() {
    var attacker = Target.signIn("max");
    var victim = Target.signIn("ada");
    var way = Way.of(TARGET.callback(attacker, "slack", "acme"));
    victim.get(way.with(way.state(), way.code()));
    assertThat(TARGET.secrets()).isZero();
  }

  @Test
  void whoWasDemotedInMidFlowFinishesNothing() {
    var target = new Target();
    var max = Target.signIn("max");
    var way = Way.of(target.callback(max, "slack", "acme"));
    target.role("max", "member");
    assertThat(max.get(way.with(way.state(), way.code())).statusCode()).isEqualTo(403);
    assertThat(target.secrets()).isZero();
  }

  @Test
  void whoLeftInMidFlowFinishesNothing() {
    var target = new Target();
    var max = Target.signIn("max");
    var way = Way.of(target.callback(max, "slack", "acme"));
    io.patchbay.testing.Database.asSuperuser()
        .sql("update members set left_at = now() where workspace_id = ? and person_id = ?")
        .params(target.workspace.value(), Target.person("max").value())
        .update();
    assertThat(max.get(way.with(way.state(), way.code())).statusCode()).isEqualTo(404);
    assertThat(target.secrets()).isZero();
  }

  @Test
  void aThousandCopiesOfOneCallbackAreOneExchange() throws Exception {
    var target = new Target();
    var ada = Target.signIn("ada");
    var way = Way.of(target.callback(ada, "slack", "acme"));
    // A machine that stalls answers "later" now and then; whoever is told so comes again.
    Callable<Integer> copy =
        () -> {
          int status = 503;
          for (int tries = 0; status == 503 && tries < 20; tries++) {
            status = ada.get(way.with(way.state(), way.code())).statusCode();
          }
          return status;
        };
    try (var threads = Executors.newFixedThreadPool(32)) {
      for (var answer : threads.invokeAll(Collections.nCopies(1_000, copy))) {
        assertThat(answer.get()).isEqualTo(303);
      }
    }
    assertThat(target.connections()).isOne();
    assertThat(target.secrets()).isOne();
    assertThat(
            io.patchbay.testing.Database.asSuperuser()
                .sql(
                    "select string_agg(what, ' ') from activity where workspace_id = ? and what like 'connect%'")
                .param(target.workspace.value())
                .query(String.class)
                .single())
        .as("a second exchange would have left a second line, or an expired grant")
        .isEqualTo("connected");
    System.out.println("T25: 1,000 copies of one callback at once: 1 exchange");
  }

  private static String flip(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static String swapCase(String text) {
    var swapped = text.toLowerCase(Locale.ROOT);
    return swapped.equals(text) ? text.toUpperCase(Locale.ROOT) : swapped;
  }

  private static String hash(String text) {
    try {
      var digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(StandardCharsets.UTF_8));
      return URLEncoder.encode(
          java.util.Base64.getUrlEncoder().encodeToString(digest), StandardCharsets.UTF_8);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
