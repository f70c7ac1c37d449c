package io.patchbay.sandbox;

import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Stripe with test keys (docs.stripe.com/api): bearer or Basic, unknown keys are answered 401 with
 * the key masked, a restricted key that lacks a permission 403.
 */
record Stripe(Ledger ledger) implements PretendProvider {
  private static final String ENDPOINT = "/v1/webhook_endpoints/";
  private static final Set<String> PERMISSIONS =
      Set.of("account:read", "customers:read", "webhook_endpoints:write");

  @Override
  public String id() {
    return "stripe";
  }

  @Override
  public String name() {
    return "Stripe";
  }

  @Override
  public Set<String> hosts() {
    return Set.of("api.stripe.com", "dashboard.stripe.com");
  }

  @Override
  public boolean sendsWebhooks() {
    return true;
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account("pinework", "acct_1SandboxPinework", "Pinework", "payments@pinework.example"),
        new Account("acme", "acct_1SandboxAcme", "Acme", "billing@acme.example"),
        new Account("beanworks", "acct_1SandboxBeanworks", "Beanworks", "hello@beanworks.example"));
  }

  /** Makes sure that every account has its test key. */
  void open() {
    for (var account : accounts()) {
      if (ledger.grant(id(), account.id()).isEmpty()) {
        ledger.keep(
            ledger.grant(id(), account.id(), PERMISSIONS), Kind.ACCESS, key(account.id()), null);
      }
    }
  }

  /** The test key of an account: the same for the life of the data directory. */
  String key(String account) {
    return "sk_test_sandbox_" + account + "_" + ledger.derived("key:" + account).substring(0, 32);
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    return ask.host().equals("dashboard.stripe.com") ? Optional.of(switches()) : Optional.empty();
  }

  @Override
  public Reply api(Ask ask) {
    return switch (ask.path()) {
      case "/v1/account" -> called(ask, "account:read", (_, grant) -> account(grant));
      case "/v1/customers" -> called(ask, "customers:read", this::customers);
      case "/v1/webhook_endpoints" ->
          called(
              ask,
              "webhook_endpoints:write",
              (it, grant) -> it.method().equals("POST") ? endpoint(it, grant) : endpoints(grant));
      case String path when path.startsWith(ENDPOINT) ->
          called(
              ask,
              "webhook_endpoints:write",
              (it, grant) -> endpoint(it.method(), path.substring(ENDPOINT.length()), grant));
      default ->
          error(
              404,
              "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs."
                  .formatted(ask.method(), ask.path()),
              "");
    };
  }

  private Reply called(Ask ask, String needs, BiFunction<Ask, Grant, Reply> answer) {
    var key = ask.bearer().or(() -> ask.basic().map(Ask.Basic::user)).filter(k -> !k.isEmpty());
    if (key.isEmpty()) {
      return error(
          401,
          "You did not provide an API key. You need to provide your API key in the Authorization"
              + " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
          "");
    }
    return switch (ledger.find(id(), Kind.ACCESS, key.get())) {
      case Found.Unknown _, Found.Revoked _ ->
          error(401, "Invalid API Key provided: " + masked(key.get()), "");
      case Found.Expired _ ->
          error(401, "Expired API Key provided: " + masked(key.get()), "api_key_expired");
      case Found.Live(Grant grant) ->
          grant.holds().contains(needs)
              ? answer.apply(ask, grant)
              : error(
                  403,
                  "The provided key '%s' does not have the required permissions for this endpoint on account '%s'."
                      .formatted(masked(key.get()), account(grant.account()).key()),
                  "more_permissions_required_for_application");
    };
  }

  private static String masked(String key) {
    return key.length() < 16
        ? "*".repeat(key.length())
        : key.substring(0, 8) + "*".repeat(8) + key.substring(key.length() - 4);
  }

  private Reply account(Grant grant) {
    var account = account(grant.account());
    return Reply.ok(
        Fields.of(
            "id",
            account.key(),
            "object",
            "account",
            "business_profile",
            Fields.of("name", account.name(), "url", "https://" + account.id() + ".example"),
            "charges_enabled",
            true,
            "country",
            "GB",
            "default_currency",
            "gbp",
            "details_submitted",
            true,
            "email",
            account.detail(),
            "payouts_enabled",
            true,
            "settings",
            Fields.of(
                "dashboard", Fields.of("display_name", account.name(), "timezone", "Etc/UTC")),
            "type",
            "standard"));
  }

  private Reply customers(Ask ask, Grant grant) {
    var all =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i ->
                Fields.of(
                    "id",
                    "cus_%s%03d".formatted(grant.account(), i),
                    "object",
                    "customer",
                    "email",
                    "customer%d@%s.example".formatted(i, grant.account()),
                    "name",
                    "Customer " + i,
                    "livemode",
                    false))
            .toList();
    String after = ask.param("starting_after", "");
    int from =
        IntStream.range(0, all.size())
            .filter(i -> after.equals(all.get(i).get("id")))
            .map(i -> i + 1)
            .findFirst()
            .orElse(0);
    int to = Math.min(all.size(), from + ask.number("limit", 10, 100));
    return list(ask.path(), all.subList(from, to), to < all.size());
  }

  private Reply endpoints(Grant grant) {
    List<Map<String, @Nullable Object>> all =
        ledger.now().endpoints().values().stream()
            .filter(endpoint -> endpoint.account().equals(grant.account()))
            .map(endpoint ->
                Fields.of(
                    "id",
                    endpoint.id(),
                    "object",
                    "webhook_endpoint",
                    "enabled_events",
                    List.of("*"),
                    "livemode",
                    false,
                    "status",
                    "enabled",
                    "url",
                    endpoint.url()))
            .toList();
    return list("/v1/webhook_endpoints", all, false);
  }

  /** The secret is told here, and never again. */
  private Reply endpoint(Ask ask, Grant grant) {
    var url = ask.param("url", "");
    if (ask.all("enabled_events[]").isEmpty()) {
      return error(400, "Missing required param: enabled_events.", "parameter_missing");
    }
    try {
      var endpoint = new StripeEvents(ledger, this).add(grant.account(), url);
      return Reply.ok(
          Fields.of(
              "id",
              endpoint.id(),
              "object",
              "webhook_endpoint",
              "enabled_events",
              ask.all("enabled_events[]"),
              "livemode",
              false,
              "status",
              "enabled",
              "url",
              url,
              "secret",
              StripeEvents.secret(ledger, endpoint.id())));
    } catch (IllegalArgumentException notThere) {
      return error(400, "Invalid URL: " + notThere.getMessage(), "url_invalid");
    }
  }

  private Reply endpoint(String method, String id, Grant grant) {
    var endpoint = ledger.now().endpoints().get(id);
    if (endpoint == null || !endpoint.account().equals(grant.account())) {
      return error(404, "No such webhook endpoint: '" + id + "'", "resource_missing");
    }
    if (!method.equals("DELETE")) {
      return error(400, "The sandbox only deletes an endpoint here.", "");
    }
    ledger.alter(next -> next.endpoints().remove(id));
    return Reply.ok(Fields.of("id", id, "object", "webhook_endpoint", "deleted", true));
  }

  private static Reply list(String url, List<Map<String, @Nullable Object>> data, boolean hasMore) {
    return Reply.ok(Fields.of("object", "list", "data", data, "has_more", hasMore, "url", url));
  }

  private static Reply error(int status, String message, String code) {
    var error = Fields.of("message", message, "type", "invalid_request_error");
    if (!code.isEmpty()) {
      error.put("code", code);
    }
    return Reply.json(status, Fields.of("error", error));
  }

  @Override
  public Reply tooMany() {
    return error(429, "Too many requests hit the API too quickly.", "rate_limit");
  }

  @Override
  public Reply down() {
    return Reply.json(
        503,
        Fields.of(
            "error",
            Fields.of(
                "type",
                "api_error",
                "message",
                "Sorry! There was an error while talking to Stripe.")));
  }

  /** Finds an account by its id or by its name, in any case. */
  Optional<Account> named(String idOrName) {
    String wanted = idOrName.toLowerCase(Locale.ROOT);
    return accounts().stream()
        .filter(account ->
            account.id().equals(wanted) || account.name().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
