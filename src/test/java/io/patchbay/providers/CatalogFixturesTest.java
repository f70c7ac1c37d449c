package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.egress.Egress;
import io.patchbay.vault.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replays every recorded answer of the built-in catalog and asks what it means. */
class CatalogFixturesTest {
  private static final Path CATALOG = Path.of("catalog");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Credential CREDENTIAL =
      new Credential(
          Map.of(
              "access", Secret.of("access-before"),
              "refresh", Secret.of("refresh-before"),
              "api_key", Secret.of("sk_test_before")));
  private static final CurrentCatalog BUILT_IN = builtIn();

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void anAnswerMeansWhatItsFixtureSays(Fixture fixture) throws IOException {
    var recorded = JSON.readTree(Files.readString(fixture.file()));
    var integration = BUILT_IN.get().find(fixture.slug()).orElseThrow();

    var meant = meant(integration, recorded);

    var expected = new TreeMap<String, Object>();
    recorded
        .get("expect")
        .properties()
        .forEach(it -> expected.put(it.getKey(), plain(it.getValue())));
    // a sentence is no code: what stands for it is the status
    if (expected.get("code") instanceof String code && Untrusted.code(code).isEmpty()) {
      expected.put("code", "http_" + recorded.get("status").asInt());
    }
    meant.keySet().retainAll(expected.keySet());
    assertThat(meant).isEqualTo(expected);
  }

  @Test
  void everyEntryThatCanBeConnectedIsReplayed() throws IOException {
    assertThat(fixtures())
        .extracting(Fixture::slug)
        .containsAll(
            BUILT_IN.get().all().stream()
                .filter(it -> !it.comingSoon())
                .map(Integration::slug)
                .toList());
  }

  record Fixture(String slug, Path file) {
    static Fixture of(Path file) {
      return new Fixture(CATALOG.relativize(file).getName(0).toString(), file);
    }

    @Override
    public String toString() {
      return slug + "/" + file.getFileName();
    }
  }

  static List<Fixture> fixtures() throws IOException {
    try (Stream<Path> files = Files.walk(CATALOG, 3)) {
      return files
          .filter(it -> it.toString().endsWith(".json"))
          .filter(it -> CATALOG.relativize(it).getNameCount() == 3)
          .sorted()
          .map(Fixture::of)
          .toList();
    }
  }

  private static Map<String, @Nullable Object> meant(Integration integration, JsonNode recorded) {
    Egress replay = request -> answer(recorded);
    var provider =
        new CatalogProvider(
            replay,
            name -> new ProviderApp("client", Secret.of("secret"), null, Map.of(), false),
            () -> Instant.parse("2026-11-22T10:00:00Z"));
    var request = recorded.get("request").asString();
    var verifier = Secret.of("a-verifier-of-the-length-that-rfc-7636-asks-for-0123456789");
    return switch (request) {
      case "check" -> facts(provider.check(integration, CREDENTIAL));
      case "token" ->
          facts(
              provider.exchange(
                  integration, "code", verifier, "https://a.example/callback", Map.of()));
      case "refresh" -> facts(provider.refresh(integration, CREDENTIAL));
      case "revoke" -> facts(provider.revoke(integration, CREDENTIAL));
      case "installations" -> facts(provider.installations(integration, CREDENTIAL, null));
      case String resources ->
          facts(
              provider.resources(
                  integration,
                  resources.replaceFirst("resources\\.", ""),
                  CREDENTIAL,
                  "installation-1",
                  null));
    };
  }

  private static Egress.Answer answer(JsonNode recorded) {
    var headers = new TreeMap<String, List<String>>();
    recorded
        .path("headers")
        .properties()
        .forEach(it ->
            headers.put(it.getKey().toLowerCase(Locale.ROOT), List.of(it.getValue().asString())));
    var body = recorded.path("body");
    var text =
        body.isString()
            ? body.asString()
            : body.isMissingNode() || body.isNull() ? "" : body.toString();
    return new Egress.Answer(
        recorded.get("status").asInt(),
        headers,
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Map<String, @Nullable Object> facts(CheckResult result) {
    var facts = new TreeMap<String, @Nullable Object>();
    switch (result) {
      case CheckResult.Answered it -> {
        facts.put("outcome", "answered");
        var account = new TreeMap<String, @Nullable Object>();
        account.put("id", it.account().id());
        account.put("name", it.account().name());
        account.put("url", it.account().url());
        facts.put("account", account);
        facts.put("granted", it.granted() == null ? null : List.copyOf(it.granted()));
      }
      case CheckResult.Refused it -> {
        facts.put("outcome", "refused");
        facts.put("bucket", it.bucket().word());
        facts.put("code", it.code());
      }
      case CheckResult.Unreachable it -> {
        facts.put("outcome", "unreachable");
        facts.put("bucket", it.bucket().word());
        facts.put("code", it.code());
        facts.put("retry_after", seconds(it.retryAfter()));
      }
    }
    return facts;
  }

  private static Map<String, @Nullable Object> facts(TokenResult result) {
    var facts = new TreeMap<String, @Nullable Object>();
    switch (result) {
      case TokenResult.Granted it -> {
        facts.put("outcome", "granted");
        var parts = new TreeSet<>(it.credential().parts().keySet());
        parts.remove("api_key");
        facts.put("parts", List.copyOf(parts));
        facts.put("expires_in", seconds(it.expiresIn()));
        facts.put("granted", it.granted() == null ? null : List.copyOf(it.granted()));
      }
      case TokenResult.Refused it -> {
        facts.put("outcome", "refused");
        facts.put("bucket", it.bucket().word());
        facts.put("code", it.code());
      }
      case TokenResult.Unreachable it -> {
        facts.put("outcome", "unreachable");
        facts.put("bucket", it.bucket().word());
        facts.put("code", it.code());
        facts.put("retry_after", seconds(it.retryAfter()));
      }
    }
    return facts;
  }

  private static Map<String, @Nullable Object> facts(Revocation result) {
    var facts = new TreeMap<String, @Nullable Object>();
    facts.put(
        "outcome",
        switch (result) {
          case Revocation.Revoked _ -> "revoked";
          case Revocation.NotOffered _ -> "not_offered";
          case Revocation.NotNow _ -> "not_now";
          case Revocation.Failed _ -> "failed";
        });
    if (result instanceof Revocation.Failed failed) {
      facts.put("code", failed.code());
    }
    return facts;
  }

  private static Map<String, @Nullable Object> facts(Listing result) {
    var facts = new TreeMap<String, @Nullable Object>();
    switch (result) {
      case Listing.Page it -> {
        facts.put("outcome", "listed");
        facts.put("more", it.next() != null);
        facts.put(
            "items",
            it.items().stream()
                .map(item ->
                    Map.of(
                        "id", item.id(),
                        "name", item.name(),
                        "detail", item.detail(),
                        "private", item.isPrivate()))
                .toList());
      }
      case Listing.Failed it -> {
        facts.put("outcome", "failed");
        facts.put("bucket", it.bucket().word());
        facts.put("code", it.code());
      }
    }
    return facts;
  }

  private static @Nullable Integer seconds(@Nullable Duration duration) {
    return duration == null ? null : (int) duration.toSeconds();
  }

  private static @Nullable Object plain(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  private static CurrentCatalog builtIn() {
    var context = new AnnotationConfigApplicationContext();
    context.scan("io.patchbay.catalog");
    context.refresh();
    return context.getBean(CurrentCatalog.class);
  }
}
