package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Call;
import io.patchbay.catalog.Check;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Value;
import io.patchbay.egress.Egress;
import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Interprets the catalog's language; knows no provider by name. */
@Component
class CatalogProvider implements Provider {
  private static final Credential NOTHING = new Credential(Map.of());

  private final Egress egress;
  private final ProviderApps apps;
  private final InstantSource clock;

  CatalogProvider(Egress egress, ProviderApps apps, InstantSource clock) {
    this.egress = egress;
    this.apps = apps;
    this.clock = clock;
  }

  @Override
  public URI authorization(
      Integration integration, Authorization request, Map<String, String> inputs) {
    if (!(integration.auth() instanceof Auth.OAuth2 oauth)) {
      throw new IllegalArgumentException(
          "The integration '" + integration.slug() + "' is not connected by consent");
    }
    try {
      return new OAuthMessages(oauth, templates(integration, withInputs(inputs)))
          .authorization(request);
    } catch (Templates.Unfillable missing) {
      throw new IllegalStateException(
          "The authorization address of '%s' needs '%s': set patchbay.providers.%s, or correct the entry"
              .formatted(integration.slug(), missing.getMessage(), integration.provider()),
          missing);
    }
  }

  @Override
  public @Nullable String authorizeOrigin(Integration integration) {
    return integration.auth() instanceof Auth.OAuth2 oauth
        ? filled(templates(integration, NOTHING), oauth.authorize())
            .map(URI::create)
            .map(Pages::origin)
            .orElse(null)
        : null;
  }

  @Override
  public @Nullable String issuer(Integration integration) {
    return integration.auth() instanceof Auth.OAuth2 oauth && oauth.issuer() != null
        ? filled(templates(integration, NOTHING), oauth.issuer()).orElse(null)
        : null;
  }

  @Override
  public TokenResult exchange(
      Integration integration,
      String code,
      Secret verifier,
      String redirectUri,
      Map<String, String> inputs) {
    var typed = withInputs(inputs);
    return token(integration, typed, messages -> messages.exchange(code, verifier, redirectUri));
  }

  @Override
  public TokenResult refresh(Integration integration, Credential credential) {
    if (integration.auth() instanceof Auth.ClientCredentials client) {
      return clientToken(integration, client, credential);
    }
    var refresh = credential.part("refresh");
    return refresh.isEmpty()
        ? new TokenResult.Refused(Failure.LOGIN_EXPIRED, "no_refresh_token")
        : token(integration, credential, messages -> messages.refresh(refresh.get()));
  }

  private TokenResult clientToken(
      Integration integration, Auth.ClientCredentials client, Credential credential) {
    try {
      var request = new ClientMessages(client, templates(integration, credential)).token();
      return TokenAnswers.of(client, clock.instant()).read(egress.send(request), credential);
    } catch (Templates.Unfillable missing) {
      return new TokenResult.Refused(Failure.LOGIN_EXPIRED, unfilled(missing));
    }
  }

  private interface Message {
    Egress.Request of(OAuthMessages messages);
  }

  private TokenResult token(Integration integration, Credential before, Message message) {
    if (!(integration.auth() instanceof Auth.OAuth2 oauth)) {
      return new TokenResult.Refused(Failure.APP_MISCONFIGURED, "no_token_endpoint");
    }
    Egress.Request request;
    try {
      request = message.of(new OAuthMessages(oauth, templates(integration, before)));
    } catch (Templates.Unfillable missing) {
      return new TokenResult.Refused(Failure.APP_MISCONFIGURED, unfilled(missing));
    } catch (IllegalArgumentException unusable) {
      // a code or token that was altered on the way to us: nothing to send
      return new TokenResult.Refused(Failure.LOGIN_EXPIRED, "unreadable_code");
    }
    return TokenAnswers.of(oauth, clock.instant()).read(egress.send(request), before);
  }

  @Override
  public Revocation revoke(Integration integration, Credential credential) {
    var templates = templates(integration, credential);
    var manage = manage(integration.auth()).flatMap(it -> filled(templates, it)).orElse("");
    if (!(integration.auth() instanceof Auth.OAuth2 oauth) || oauth.revoke() == null) {
      return new Revocation.NotOffered(manage);
    }
    var token = credential.part(oauth.revoke().token()).or(() -> credential.part("access"));
    if (token.isEmpty()) {
      return new Revocation.Failed("no_token", manage);
    }
    var named = Map.of("token", token.get().<String>reveal(text -> text));
    try {
      var request = requests(integration, credential, named).of(oauth.revoke().call());
      return revocation(integration, oauth.revoke(), egress.send(request), manage);
    } catch (Templates.Unfillable missing) {
      return new Revocation.Failed(unfilled(missing), manage);
    }
  }

  private static Revocation revocation(
      Integration integration, Auth.Revoke revoke, Egress.Outcome outcome, String manage) {
    return switch (outcome) {
      case NoAnswer none -> unrevoked(Failures.of(none), manage);
      case Answer answer -> {
        var reading = Document.of(answer);
        boolean confirmed =
            reading.isSuccess() && (revoke.ok() == null || reading.holds(revoke.ok()).isPresent());
        yield confirmed
            ? new Revocation.Revoked()
            : Failures.of(reading, failures(integration))
                .map(it -> unrevoked(it, manage))
                .orElseGet(() -> new Revocation.Failed("not_confirmed", manage));
      }
    };
  }

  private static Revocation unrevoked(Failures.No no, String manage) {
    return switch (no.bucket()) {
      case PROVIDER_OUTAGE, RATE_LIMITED -> new Revocation.NotNow(no.code(), manage);
      case LOGIN_EXPIRED, MISSING_PERMISSION, APP_MISCONFIGURED ->
          new Revocation.Failed(no.code(), manage);
    };
  }

  @Override
  public CheckResult check(Integration integration, Credential credential) {
    var check = integration.check();
    if (check == null) {
      return new CheckResult.Refused(Failure.APP_MISCONFIGURED, "no_check");
    }
    try {
      return switch (egress.send(requests(integration, credential, Map.of()).of(check.call()))) {
        case NoAnswer none -> failed(Failures.of(none), null);
        case Answer answer -> checked(check, Document.of(answer));
      };
    } catch (Templates.Unfillable missing) {
      return new CheckResult.Refused(Failure.APP_MISCONFIGURED, unfilled(missing));
    }
  }

  private CheckResult checked(Check check, Document answer) {
    var no =
        Failures.of(answer, check.failures())
            .or(() -> notOk(check, answer))
            .or(() ->
                account(check, answer).isEmpty()
                    ? Optional.of(Failures.UNREADABLE)
                    : Optional.empty());
    return no.isPresent()
        ? failed(no.get(), answer)
        : new CheckResult.Answered(
            account(check, answer).orElseThrow(), Scopes.granted(answer, check.granted()));
  }

  /** A no in words that no rule knows is nobody's expired login. */
  private static Optional<Failures.No> notOk(Check check, Document answer) {
    if (check.ok() == null || answer.holds(check.ok()).isPresent()) {
      return Optional.empty();
    }
    var word =
        check.failures().stream()
            .filter(rule -> rule.when().each() == null)
            .map(rule -> rule.code() == null ? rule.when().value() : rule.code())
            .flatMap(value -> answer.text(value).flatMap(Untrusted::code).stream())
            .findFirst();
    return Optional.of(
        word.map(it -> new Failures.No(Failure.PROVIDER_OUTAGE, it)).orElse(Failures.UNREADABLE));
  }

  private static Optional<CheckResult.Account> account(Check check, Document answer) {
    return answer
        .text(check.account().id())
        .map(Untrusted::name)
        .filter(id -> !id.isEmpty())
        .map(id ->
            new CheckResult.Account(
                id,
                answer
                    .text(check.account().name())
                    .map(Untrusted::name)
                    .filter(it -> !it.isEmpty())
                    .orElse(id),
                answer
                    .text(check.account().url())
                    .filter(CatalogProvider::isWebPage)
                    .orElse(null)));
  }

  private static boolean isWebPage(String url) {
    try {
      var uri = URI.create(url);
      return url.length() <= 1_000
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private CheckResult failed(Failures.No no, @Nullable Document answer) {
    return no.bucket().passesByItself()
        ? new CheckResult.Unreachable(
            no.bucket(),
            no.code(),
            answer == null ? null : RetryAfter.of(answer.headers(), clock.instant()))
        : new CheckResult.Refused(no.bucket(), no.code());
  }

  @Override
  public Listing installations(
      Integration integration, Credential credential, @Nullable String next) {
    var installations = integration.installations();
    if (installations == null) {
      return new Listing.Failed(Failure.APP_MISCONFIGURED, "no_installations");
    }
    var item =
        new ResourceKind.Item(
            installations.id(),
            installations.name(),
            Value.NOWHERE,
            Value.NOWHERE,
            Value.NOWHERE,
            Value.NOWHERE);
    return list(
        integration,
        requests(integration, credential, Map.of()),
        installations.list(),
        installations.items(),
        item,
        new ResourceKind.LinkHeader(),
        next);
  }

  @Override
  public Listing resources(
      Integration integration,
      String kind,
      Credential credential,
      @Nullable String installation,
      @Nullable String next) {
    var resource = integration.resources().get(kind);
    if (resource == null) {
      return new Listing.Failed(Failure.APP_MISCONFIGURED, "no_such_resource");
    }
    Map<String, String> named =
        installation == null ? Map.of() : Map.of("installation.id", installation);
    return list(
        integration,
        requests(integration, credential, named),
        resource.call(),
        resource.items(),
        resource.item(),
        resource.next(),
        next);
  }

  private Listing list(
      Integration integration,
      Requests requests,
      Call call,
      String items,
      ResourceKind.Item item,
      ResourceKind.@Nullable Next way,
      @Nullable String next) {
    try {
      return new Pages(egress, requests, failures(integration)).list(call, items, item, way, next);
    } catch (Templates.Unfillable missing) {
      return new Listing.Failed(Failure.APP_MISCONFIGURED, unfilled(missing));
    }
  }

  @Override
  public @Nullable String installPage(Integration integration) {
    var installations = integration.installations();
    return installations == null
        ? null
        : filled(templates(integration, NOTHING), installations.install()).orElse(null);
  }

  @Override
  public @Nullable String webhookPage(Integration integration) {
    var webhook = integration.webhook();
    return webhook == null || webhook.manage() == null
        ? null
        : filled(templates(integration, NOTHING), webhook.manage()).orElse(null);
  }

  private Requests requests(
      Integration integration, Credential credential, Map<String, String> named) {
    return new Requests(
        new Templates(integration, apps.of(integration.provider()), credential, named),
        integration.auth());
  }

  private Templates templates(Integration integration, Credential credential) {
    return new Templates(integration, apps.of(integration.provider()), credential, Map.of());
  }

  private static List<FailureRule> failures(Integration integration) {
    return integration.check() == null ? List.of() : integration.check().failures();
  }

  private static Optional<String> manage(@Nullable Auth auth) {
    return switch (auth) {
      case Auth.OAuth2 it -> Optional.ofNullable(it.manage());
      case Auth.ApiKey it -> Optional.ofNullable(it.manage());
      case Auth.Basic it -> Optional.ofNullable(it.manage());
      case Auth.ClientCredentials it -> Optional.ofNullable(it.manage());
      case null -> Optional.empty();
    };
  }

  private static Optional<String> filled(Templates templates, String template) {
    try {
      return Optional.of(templates.address(template).toString());
    } catch (Templates.Unfillable missing) {
      return Optional.empty();
    }
  }

  /** What a person typed goes where later requests find it. */
  private static Credential withInputs(Map<String, String> inputs) {
    var parts = new LinkedHashMap<String, Secret>();
    inputs.forEach((id, text) -> parts.put(Templates.INPUT + id, Secret.of(text)));
    return new Credential(parts);
  }

  private static String unfilled(Templates.Unfillable missing) {
    return Untrusted.code("unset:" + missing.getMessage()).orElse("unset");
  }
}
