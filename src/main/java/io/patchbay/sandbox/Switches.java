package io.patchbay.sandbox;

import gg.jte.generated.precompiled.StaticTemplates;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import io.patchbay.sandbox.State.Trouble;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page where a person breaks things at a provider and puts them right again. */
final class Switches {
  private static final StaticTemplates TEMPLATES = new StaticTemplates();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int LAST_DELIVERIES = 5;

  private final Ledger ledger;
  private final List<PretendProvider> providers;
  private final GitHub github;
  private final Stripe stripe;
  private final StripeEvents events;

  Switches(
      Ledger ledger,
      List<PretendProvider> providers,
      GitHub github,
      Stripe stripe,
      StripeEvents events) {
    this.ledger = ledger;
    this.providers = providers;
    this.github = github;
    this.stripe = stripe;
    this.events = events;
  }

  String formToken() {
    return ledger.derived("form");
  }

  /** Turns one switch; a browser's form comes back to the page, a program gets JSON. */
  Reply turn(PretendProvider provider, String name, Ask ask) {
    boolean form = ask.param("form").isPresent();
    boolean browser = ask.header("sec-fetch-site").isPresent() || ask.header("origin").isPresent();
    if ((form || browser) && !Randomness.same(ask.param("form", ""), formToken())) {
      return Reply.json(403, Fields.of("error", "This form is not from the sandbox's own page."));
    }
    try {
      var outcome = turn(provider, name, ask, ask.param("on", "true").equals("true"));
      return form ? Reply.seeOther(back(provider, ask)) : Reply.ok(outcome);
    } catch (IllegalArgumentException wrong) {
      return form
          ? Consents.notice(400, provider, "That did not work", "" + wrong.getMessage())
          : Reply.json(400, Fields.of("error", wrong.getMessage()));
    }
  }

  private static URI back(PretendProvider provider, Ask ask) {
    return URI.create(
        ask.param("back")
            .filter(address -> address.startsWith("/" + provider.id() + ".com/"))
            .orElse("/#" + provider.id()));
  }

  private Map<String, @Nullable Object> turn(
      PretendProvider provider, String name, Ask ask, boolean on) {
    switch (name) {
      case "expire" -> ledger.expire(grant(provider, ask).id(), Set.of(Kind.ACCESS), on);
      case "expire-login" ->
          ledger.expire(grant(provider, ask).id(), Set.of(Kind.ACCESS, Kind.REFRESH), on);
      case "revoke" -> ledger.update(grant(provider, ask).id(), grant -> grant.revoked(on));
      case "drop-scope" -> dropScope(grant(provider, ask), ask.param("scope", ""), on);
      case "outage" -> ledger.trouble(provider.id(), Trouble.OUTAGE, on);
      case "rate-limit" -> ledger.trouble(provider.id(), Trouble.RATE_LIMIT, on);
      case "garbage" -> ledger.trouble(provider.id(), Trouble.GARBAGE, on);
      case "slow" -> ledger.trouble(provider.id(), Trouble.SLOW, on);
      case "lost-webhooks" -> ledger.trouble(sending(provider).id(), Trouble.LOST_WEBHOOKS, on);
      case "installation" ->
          github.install(ask.param("account", ""), ask.param("organization", ""), on);
      case "endpoint" -> {
        var endpoint = events.add(ask.param("account", ""), ask.param("url", "").strip());
        return Fields.of("id", endpoint.id(), "secret", events.secret(endpoint.id()));
      }
      case "endpoint-remove" -> events.remove(ask.param("endpoint", ""));
      case "event" -> {
        return Fields.of("outcome", provider.equals(github) ? openIssue(ask) : sendEvent(ask));
      }
      default -> throw new IllegalArgumentException("No switch '" + name + "'");
    }
    return Fields.of("on", on);
  }

  private String openIssue(Ask ask) {
    return github.openIssue(ask.param("repository", "").strip());
  }

  private String sendEvent(Ask ask) {
    String type = ask.param("type", "payment_intent.succeeded");
    boolean wrong = ask.param("wrong", "false").equals("true");
    return events.send(ask.param("endpoint", ""), type, wrong);
  }

  private static PretendProvider sending(PretendProvider provider) {
    if (!provider.sendsWebhooks()) {
      throw new IllegalArgumentException(provider.name() + " sends no webhooks here");
    }
    return provider;
  }

  private Grant grant(PretendProvider provider, Ask ask) {
    String account = ask.param("account", "");
    return ledger
        .grant(provider.id(), account)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Nobody let the app into '%s' at %s".formatted(account, provider.name())));
  }

  private void dropScope(Grant grant, String scope, boolean on) {
    if (!grant.scopes().contains(scope)) {
      throw new IllegalArgumentException("The grant never held '" + scope + "'");
    }
    var dropped = new LinkedHashSet<>(grant.dropped());
    if (on) {
      dropped.add(scope);
    } else {
      dropped.remove(scope);
    }
    ledger.update(grant.id(), held -> held.dropping(dropped));
  }

  /** What programs may know of a provider's grants; no token among it. */
  Reply described(PretendProvider provider) {
    return Reply.ok(
        Fields.of(
            "provider",
            provider.id(),
            "troubles",
            ledger.now().troubles().getOrDefault(provider.id(), Set.of()),
            "endpoints",
            provider.equals(stripe)
                ? ledger.endpoints().values().stream()
                    .map(it -> Fields.of("id", it.id(), "account", it.account(), "url", it.url()))
                    .toList()
                : List.of(),
            "grants",
            ledger.grants(provider.id()).stream()
                .map(grant ->
                    Fields.of(
                        "account", grant.account(),
                        "scopes", grant.holds(),
                        "dropped", grant.dropped(),
                        "at", "" + grant.at(),
                        "revoked", grant.revoked(),
                        "expired", ledger.isExpired(grant.id(), Kind.ACCESS)))
                .toList()));
  }

  Reply page() {
    return Reply.page(
        200,
        TEMPLATES.sandboxSwitches(
            new SwitchesPage(formToken(), providers.stream().map(this::shown).toList())),
        "");
  }

  private SwitchesPage.Provider shown(PretendProvider provider) {
    return new SwitchesPage.Provider(
        provider.id(),
        provider.name(),
        ledger.grants(provider.id()).stream().map(grant -> shown(provider, grant)).toList(),
        Arrays.stream(Trouble.values())
            .filter(trouble -> trouble != Trouble.LOST_WEBHOOKS || provider.sendsWebhooks())
            .map(trouble ->
                new SwitchesPage.Trouble(
                    trouble.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    label(trouble),
                    meaning(trouble),
                    ledger.has(provider.id(), trouble)))
            .toList(),
        provider.equals(stripe) ? Optional.of(webhooks()) : Optional.empty(),
        provider.equals(github) ? Optional.of(hook()) : Optional.empty());
  }

  private static String label(Trouble trouble) {
    return switch (trouble) {
      case OUTAGE -> "Outage";
      case RATE_LIMIT -> "Rate limit";
      case GARBAGE -> "Garbage";
      case SLOW -> "Slow";
      case LOST_WEBHOOKS -> "Webhooks do not arrive";
    };
  }

  private static String meaning(Trouble trouble) {
    return switch (trouble) {
      case OUTAGE -> "Every call answers 503";
      case RATE_LIMIT -> "Every call answers 429, retry after 30 s";
      case GARBAGE -> "Every call answers a web page with status 200";
      case SLOW -> "Every call waits 20 s before it answers";
      case LOST_WEBHOOKS -> "Events are noted here as failed, and not sent";
    };
  }

  private SwitchesPage.Grant shown(PretendProvider provider, Grant grant) {
    var account = provider.account(grant.account());
    boolean keyed = provider.equals(stripe);
    boolean accessExpired = ledger.isExpired(grant.id(), Kind.ACCESS);
    boolean loginExpired = ledger.isExpired(grant.id(), Kind.REFRESH);
    return new SwitchesPage.Grant(
        account.id(),
        account.name(),
        account.detail(),
        keyed ? "Key made " + time(grant.at()) : "Allowed " + time(grant.at()),
        state(grant, keyed, accessExpired, loginExpired),
        !grant.revoked() && !accessExpired && grant.dropped().isEmpty(),
        keyed,
        keyed ? stripe.key(account.id()) : "",
        ledger.holds(grant.id(), Kind.REFRESH),
        grant.revoked(),
        accessExpired,
        loginExpired,
        grant.scopes().stream()
            .sorted()
            .map(scope -> new SwitchesPage.Scope(scope, grant.dropped().contains(scope)))
            .toList());
  }

  private static String state(
      Grant grant, boolean keyed, boolean accessExpired, boolean loginExpired) {
    if (grant.revoked()) {
      return keyed ? "Key deleted" : "App removed by the user";
    }
    if (loginExpired) {
      return "Login expired";
    }
    if (accessExpired) {
      return keyed ? "Key expired" : "Access token expired";
    }
    return switch (grant.dropped().size()) {
      case 0 -> "Working";
      case 1 -> "1 permission taken away";
      default -> grant.dropped().size() + " permissions taken away";
    };
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private SwitchesPage.Webhooks webhooks() {
    return new SwitchesPage.Webhooks(
        stripe.accounts().stream()
            .map(account -> new SwitchesPage.Choice(account.id(), account.name()))
            .toList(),
        ledger.now().endpoints().values().stream()
            .map(endpoint ->
                new SwitchesPage.Endpoint(
                    endpoint.id(),
                    stripe.account(endpoint.account()).name(),
                    endpoint.url(),
                    events.secret(endpoint.id()),
                    endpoint.last()))
            .toList());
  }

  private SwitchesPage.Hook hook() {
    return new SwitchesPage.Hook(
        github.hook().address().toString(),
        github.hook().deliveries().stream()
            .limit(LAST_DELIVERIES)
            .map(each ->
                new SwitchesPage.Delivery(
                    each.event() + "." + each.action() + (each.redelivery() ? ", again" : ""),
                    time(each.at()),
                    each.status(),
                    each.status().equals("OK")))
            .toList());
  }
}
