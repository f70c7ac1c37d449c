package io.patchbay.sandbox;

import gg.jte.generated.precompiled.StaticTemplates;
import io.patchbay.sandbox.Authorizes.Unticking;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Consent screens and what follows from the button that was pressed. */
final class Consents {
  private static final StaticTemplates TEMPLATES = new StaticTemplates();
  private static final Duration OPEN = Duration.ofMinutes(30);
  private static final int AT_MOST_OPEN = 1_000;

  private final Ledger ledger;
  private final Apps apps;
  private final Predicate<URI> ownOrigin;
  private final Map<String, Pending> open = new ConcurrentHashMap<>();

  /**
   * @param ownOrigin whether an address is on the origin that the app was registered with
   */
  Consents(Ledger ledger, Apps apps, Predicate<URI> ownOrigin) {
    this.ledger = ledger;
    this.apps = apps;
    this.ownOrigin = ownOrigin;
  }

  /** A checked authorization request that waits for a person. */
  record Pending(
      String provider,
      String redirect,
      @Nullable String state,
      @Nullable String challenge,
      Set<String> scopes,
      boolean offline,
      Instant opened) {}

  /**
   * What a request asks for, before it is checked.
   *
   * @param pkce whether the provider insists on a challenge
   */
  record Wanted(Set<String> scopes, boolean offline, boolean pkce) {}

  /** Shows the consent screen, or says why this request never gets one. */
  Reply ask(Authorizes provider, Ask ask, Wanted wanted) {
    return complaint(provider, ask, wanted)
        .map(what -> refusal(provider, what))
        .orElseGet(() -> screen(provider, ask, wanted));
  }

  private Optional<String> complaint(Authorizes provider, Ask ask, Wanted wanted) {
    var repeated =
        ask.inQuery().entrySet().stream().filter(each -> each.getValue().size() > 1).findFirst();
    if (repeated.isPresent()) {
      return Optional.of("The parameter " + repeated.get().getKey() + " stands more than once.");
    }
    if (!ask.param("client_id").equals(Optional.of(apps.clientId(provider.id())))) {
      return Optional.of("No app has this client_id.");
    }
    if (!isRegistered(provider, ask.param("redirect_uri", ""))) {
      return Optional.of("The redirect_uri is not one that the app registered.");
    }
    if (!ask.param("response_type", "code").equals("code")) {
      return Optional.of("The response_type is not code.");
    }
    var challenge = ask.param("code_challenge");
    if (challenge.isEmpty() && wanted.pkce()) {
      return Optional.of("The code_challenge is missing.");
    }
    if (challenge.isPresent()
        && (!ask.param("code_challenge_method", "plain").equals("S256")
            || !challenge.get().matches("[A-Za-z0-9_-]{43}"))) {
      return Optional.of("The code_challenge must be of the method S256.");
    }
    return Optional.empty();
  }

  private boolean isRegistered(Authorizes provider, String redirect) {
    try {
      var address = new URI(redirect);
      String path = "/oauth/callback/" + provider.id();
      String asked = Optional.ofNullable(address.getRawPath()).orElse("");
      return ownOrigin.test(address)
          && address.getRawQuery() == null
          && address.getRawFragment() == null
          && address.getRawUserInfo() == null
          && (asked.equals(path) || asked.matches(path + "-[a-z0-9-]+"));
    } catch (java.net.URISyntaxException notAnAddress) {
      return false;
    }
  }

  Reply refusal(PretendProvider provider, String what) {
    return notice(
        400,
        provider,
        provider.name() + " cannot show its consent screen",
        what + " Go back, and tell whoever runs the app.");
  }

  static Reply notice(int status, PretendProvider provider, String title, String text) {
    return Reply.page(
        status,
        TEMPLATES.sandboxNotice(new NoticePage(provider.id(), provider.name(), title, text)),
        "");
  }

  private Reply screen(Authorizes provider, Ask ask, Wanted wanted) {
    var pending =
        new Pending(
            provider.id(),
            ask.param("redirect_uri", ""),
            ask.param("state").orElse(null),
            ask.param("code_challenge").orElse(null),
            wanted.scopes(),
            wanted.offline(),
            ledger.time());
    closeOld();
    String nonce = Randomness.token();
    open.put(nonce, pending);
    String hint = ask.param("login_hint", ask.param("login", ask.param("team", "")));
    return Reply.page(
        200, TEMPLATES.sandboxConsent(page(provider, ask, pending, nonce, hint)), origin(pending));
  }

  private void closeOld() {
    Instant before = ledger.time().minus(OPEN);
    open.values().removeIf(pending -> pending.opened().isBefore(before));
    while (open.size() >= AT_MOST_OPEN) {
      open.entrySet().stream()
          .min(Map.Entry.comparingByValue(java.util.Comparator.comparing(Pending::opened)))
          .ifPresent(oldest -> open.remove(oldest.getKey()));
    }
  }

  private static String origin(Pending pending) {
    var address = URI.create(pending.redirect());
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  private ConsentPage page(
      Authorizes provider, Ask ask, Pending pending, String nonce, String hint) {
    var accounts = new ArrayList<ConsentPage.Choice>();
    boolean hinted =
        provider.accounts().stream()
            .anyMatch(account -> account.id().equals(hint) || account.key().equals(hint));
    for (var account : provider.accounts()) {
      boolean chosen =
          hinted ? account.id().equals(hint) || account.key().equals(hint) : accounts.isEmpty();
      accounts.add(new ConsentPage.Choice(account.id(), account.name(), account.detail(), chosen));
    }
    List<ConsentPage.Permission> permissions =
        pending.scopes().stream()
            .map(scope ->
                new ConsentPage.Permission(
                    scope,
                    provider.means(scope),
                    provider.unticking() != Unticking.FIXED && provider.mayUntick(scope)))
            .toList();
    return new ConsentPage(
        provider.id(),
        provider.name(),
        ask.host(),
        "/" + ask.host() + ask.path() + "/consent",
        nonce,
        accounts,
        permissions,
        provider.unticking() == Unticking.OFFERED,
        provider.unticking() == Unticking.FOR_TESTS,
        origin(pending));
  }

  /** The button was pressed: back to the app, with a code or with a refusal. */
  Reply decide(Authorizes provider, Ask ask) {
    Pending pending = open.remove(ask.param("nonce", ""));
    if (pending == null || !pending.provider().equals(provider.id())) {
      return notice(
          400,
          provider,
          "This form was already used",
          "Each consent screen takes one answer. Go back to the app and start again.");
    }
    var account =
        provider.accounts().stream()
            .filter(each -> each.id().equals(ask.param("account", "")))
            .findFirst();
    return switch (ask.param("decision", "")) {
      case "allow" ->
          account
              .map(chosen -> allow(provider, pending, chosen.id(), ticked(provider, pending, ask)))
              .orElseGet(() -> refusal(provider, "No such account."));
      case "deny" -> back(pending, provider.denied(pending));
      default -> refusal(provider, "Neither allowed nor denied.");
    };
  }

  private static Set<String> ticked(Authorizes provider, Pending pending, Ask ask) {
    var ticked = Set.copyOf(ask.all("scope"));
    return pending.scopes().stream()
        .filter(scope ->
            provider.unticking() == Unticking.FIXED
                || !provider.mayUntick(scope)
                || ticked.contains(scope))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Reply allow(Authorizes provider, Pending pending, String account, Set<String> granted) {
    String code =
        ledger.issueCode(
            provider.id(),
            pending.redirect(),
            pending.challenge(),
            account,
            granted,
            pending.offline());
    var answer = new LinkedHashMap<String, String>();
    answer.put("code", code);
    answer.putAll(provider.allowed(pending, granted));
    return back(pending, answer);
  }

  private static Reply back(Pending pending, Map<String, String> answer) {
    var all = new LinkedHashMap<>(answer);
    if (pending.state() != null) {
      all.put("state", pending.state());
    }
    String query =
        all.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return Reply.seeOther(URI.create(pending.redirect() + "?" + query));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
