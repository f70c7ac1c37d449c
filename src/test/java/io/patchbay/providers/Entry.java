package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Call;
import io.patchbay.catalog.Check;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Noun;
import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Text;
import io.patchbay.catalog.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries for the pretend provider, made by hand. */
final class Entry {
  private static final Text NONE = Text.NONE;
  private static final Noun NOUN = new Noun(NONE, NONE);

  private Entry() {}

  static Integration oauth() {
    return of(
        oauthAuth(Auth.Client.POST),
        check(null, List.of(rule("/error", "token_revoked", Failure.LOGIN_EXPIRED))),
        new ResourceKind.LinkHeader());
  }

  /** Of a provider of its own, so that nobody else's turns count. */
  static Integration limited(String provider, Integration.Limits limits) {
    var it = oauth();
    return new Integration(
        it.slug(),
        provider,
        it.name(),
        it.summary(),
        it.description(),
        it.features(),
        it.publisher(),
        it.categories(),
        it.synonyms(),
        it.featured(),
        it.availability(),
        it.gate(),
        it.sensitive(),
        it.docs(),
        it.accountNoun(),
        it.auth(),
        it.check(),
        it.installations(),
        it.resources(),
        it.steps(),
        it.webhook(),
        it.warning(),
        it.inputs(),
        it.verifiedBy(),
        it.logo(),
        limits);
  }

  static Integration with(Auth auth) {
    return of(auth, check(null, List.of()), null);
  }

  static Integration with(Check check) {
    return of(oauthAuth(Auth.Client.POST), check, null);
  }

  static Integration paged(ResourceKind.Next next) {
    return of(oauthAuth(Auth.Client.POST), check(null, List.of()), next);
  }

  static Auth.OAuth2 oauthAuth(Auth.Client client) {
    return oauthAuth(client, List.of());
  }

  static Auth.OAuth2 oauthAuth(Auth.Client client, List<FailureRule> failures) {
    return new Auth.OAuth2(
        "{base:provider.example}/authorize?theme=dark",
        "{base:provider.example}/token",
        Map.of("access_type", "offline"),
        Map.of(),
        List.of(
            new Auth.Scope("read", true, NONE, null),
            new Auth.Scope("write", true, NONE, null),
            new Auth.Scope("links", false, NONE, null)),
        " ",
        "scope",
        true,
        List.of(),
        true,
        "{base:provider.example}",
        client,
        new Auth.TokenAnswer(
            at("/access_token"),
            at("/refresh_token"),
            at("/expires_in"),
            Map.of("team", at("/team/id"))),
        new Auth.Granted(at("/scope"), " "),
        true,
        true,
        new Auth.Revoke(
            new Call(
                "POST",
                "{base:provider.example}/revoke",
                Map.of(),
                "",
                Map.of("token", "{token}"),
                false,
                true),
            "refresh",
            null),
        "{base:provider.example}/manage",
        failures,
        new Auth.Send("Authorization", null, "Bearer {access}"));
  }

  static Check check(@Nullable Predicate ok, List<FailureRule> failures) {
    return new Check(
        get("{base:provider.example}/me"),
        ok,
        new Check.Account(at("/id"), at("/login"), at("/url")),
        new Auth.Granted(new Value(List.of(new Value.Header("x-oauth-scopes"))), ","),
        failures,
        Duration.ofHours(6));
  }

  static FailureRule rule(String pointer, String equal, Failure is) {
    return new FailureRule(
        new Predicate(null, null, at(pointer), equal, List.of(), null, null), is, null);
  }

  static Call get(String url) {
    return new Call("GET", url, Map.of(), "", Map.of(), true, false);
  }

  static Value at(String pointer) {
    return new Value(List.of(new Value.Pointer(pointer)));
  }

  static Integration of(
      @Nullable Auth auth, @Nullable Check check, ResourceKind.@Nullable Next next) {
    var things =
        new ResourceKind(
            "things",
            NOUN,
            get("{base:provider.example}/things?size=2"),
            "/things",
            new ResourceKind.Item(
                at("/id"),
                at("/name"),
                at("/detail"),
                at("/private"),
                Value.NOWHERE,
                Value.NOWHERE),
            next,
            false);
    return new Integration(
        "any",
        "any",
        "Any",
        NONE,
        NONE,
        List.of(),
        new Integration.Publisher("Any", false),
        List.of(),
        List.of(),
        null,
        Integration.Availability.AVAILABLE,
        null,
        false,
        "",
        NOUN,
        auth,
        check,
        null,
        Map.of("things", things),
        List.of(),
        null,
        NONE,
        List.of(new Integration.Input("shop", "[a-z][a-z0-9-]*\\.shops\\.example", NONE, NONE, "")),
        "",
        new Integration.Logo(new byte[0], ""));
  }
}
