package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.egress.Doorway;
import io.patchbay.testing.PretendProvider;
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogProviderTest {
  private static final Secret VERIFIER =
      Secret.of("a-verifier-of-the-length-that-rfc-7636-asks-for-0123456789");
  private static final Integration ENTRY = Entry.oauth();

  private final PretendProvider peer = new PretendProvider();
  private final Doorway door = new Doorway(peer.port(), Duration.ofSeconds(20));
  private final Doorway impatient = new Doorway(peer.port(), Duration.ofSeconds(3));
  private final Provider provider = provider(PretendProvider.CLIENT_SECRET);

  private Provider provider(@Nullable String secret) {
    return provider(secret, door);
  }

  private Provider provider(@Nullable String secret, Doorway door) {
    var app =
        new ProviderApp(
            PretendProvider.CLIENT_ID,
            secret == null ? null : Secret.of(secret),
            null,
            Map.of("provider.example", peer.base()),
            false);
    return new CatalogProvider(door, name -> app, () -> Instant.parse("2026-11-22T10:00:00Z"));
  }

  @AfterEach
  void close() {
    door.close();
    impatient.close();
    peer.close();
  }

  @Test
  void aPersonConsentsAndTheAccountIsNamed() {
    var granted = connected();

    assertThat(granted.credential().parts()).containsOnlyKeys("access", "refresh", "kept:team");
    assertThat(granted.credential().part("kept:team")).contains(Secret.of("T1"));
    assertThat(granted.expiresIn()).isEqualTo(Duration.ofHours(1));
    assertThat(granted.granted()).containsExactlyInAnyOrder("read", "write");
    assertThat(provider.check(ENTRY, granted.credential()))
        .isEqualTo(
            new CheckResult.Answered(
                new CheckResult.Account("7", "ada", "https://provider.example/ada"),
                Set.of("read", "write")));
  }

  @Test
  void theAuthorizationRequestSaysWhatTheEntrySays() {
    var address = authorization(ENTRY);

    assertThat(address.toString()).startsWith(peer.base() + "/authorize?");
    assertThat(PretendProvider.form(address.getRawQuery()))
        .containsEntry("theme", "dark")
        .containsEntry("access_type", "offline")
        .containsEntry("scope", "read write")
        .containsEntry("state", "the-state")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("client_secret");
    assertThat(provider.authorizeOrigin(ENTRY)).isEqualTo(peer.base());
    assertThat(provider.issuer(ENTRY)).isEqualTo(peer.base());
  }

  @Test
  void aClientMayShowItselfByBasic() {
    var basic = Entry.with(Entry.oauthAuth(Auth.Client.BASIC));

    assertThat(exchange(basic, code(basic))).isInstanceOf(TokenResult.Granted.class);
    assertThat(peer.last().headers().get("authorization")).startsWith("Basic ");
    assertThat(peer.last().body()).doesNotContain("client_secret");
  }

  @Test
  void aCodeIsGoodOnceAndWithItsVerifierAlone() {
    var code = code(ENTRY);
    var wrong = Secret.of("another-verifier-of-the-length-that-rfc-7636-asks-for-0123");
    assertThat(provider.exchange(ENTRY, code, wrong, PretendProvider.REDIRECT, Map.of()))
        .isEqualTo(new TokenResult.Refused(Failure.LOGIN_EXPIRED, "invalid_grant"));

    var another = code(ENTRY);
    assertThat(exchange(ENTRY, another)).isInstanceOf(TokenResult.Granted.class);
    assertThat(exchange(ENTRY, another))
        .isEqualTo(new TokenResult.Refused(Failure.LOGIN_EXPIRED, "invalid_grant"));
  }

  @Test
  void aWrongClientSecretIsTheOperatorsToFix() {
    assertThat(
            provider("wrong")
                .exchange(ENTRY, code(ENTRY), VERIFIER, PretendProvider.REDIRECT, Map.of()))
        .isEqualTo(new TokenResult.Refused(Failure.APP_MISCONFIGURED, "invalid_client"));
  }

  @Test
  void anAppThatWasNeverSetIsSaidPlainly() {
    var unset = new CatalogProvider(door, name -> ProviderApp.NONE, Instant::now);

    assertThatIllegalStateException()
        .isThrownBy(() -> unset.authorization(ENTRY, request(), Map.of()))
        .withMessageContaining("patchbay.providers.any");
    assertThat(unset.exchange(ENTRY, "c", VERIFIER, PretendProvider.REDIRECT, Map.of()))
        .isEqualTo(new TokenResult.Refused(Failure.APP_MISCONFIGURED, "unset:client_id"));
  }

  @Test
  void eachRefreshTokenIsGoodOnceAndItsReuseEndsTheGrant() {
    var first = connected().credential();
    var second = granted(provider.refresh(ENTRY, first)).credential();

    assertThat(second.part("refresh")).isNotEqualTo(first.part("refresh"));
    assertThat(second.part("kept:team")).contains(Secret.of("T1"));
    assertThat(provider.check(ENTRY, second)).isInstanceOf(CheckResult.Answered.class);
    assertThat(provider.refresh(ENTRY, first))
        .isEqualTo(new TokenResult.Refused(Failure.LOGIN_EXPIRED, "invalid_grant"));
    assertThat(provider.check(ENTRY, second))
        .isEqualTo(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"));
  }

  @Test
  void aRefreshThatNamesNoNewRefreshTokenKeepsTheOld() {
    var before = connected().credential();
    peer.answers("/token", Answer.json(200, "{\"access_token\":\"new\"}"));

    var after = granted(provider.refresh(ENTRY, before));

    assertThat(after.credential()).isEqualTo(before.with("access", Secret.of("new")));
    assertThat(after.expiresIn()).isNull();
    assertThat(after.granted()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "'\"3600\"', 3600",
    "3599.9, 3599",
    "1e3, 1000",
    "-5, 3600",
    "0, 3600",
    "'\"soon\"', 3600",
    "'\"\"', 3600",
    "true, 3600",
    "{}, 3600",
    "null,",
    "99999999999999999999, 315360000",
    "1e99, 315360000"
  })
  void anOddLifetimeIsReadWithSense(String written, @Nullable Long seconds) {
    peer.answers(
        "/token",
        Answer.json(
            200,
            "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":" + written + "}"));

    assertThat(granted(exchange(ENTRY, "any")).expiresIn())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"error\":\"invalid_grant\"} | LOGIN_EXPIRED | invalid_grant",
        "200 | {\"error\":\"invalid_grant\"} | LOGIN_EXPIRED | invalid_grant",
        "400 | {\"error\":\"invalid_client\"} | APP_MISCONFIGURED | invalid_client",
        "401 | {\"error\":\"invalid_client\"} | APP_MISCONFIGURED | invalid_client",
        "400 | {\"error\":\"unauthorized_client\"} | APP_MISCONFIGURED | unauthorized_client",
        "400 | {\"error\":\"redirect_uri_mismatch\"} | APP_MISCONFIGURED | redirect_uri_mismatch",
        "200 | {\"error\":\"never_heard_of\"} | APP_MISCONFIGURED | never_heard_of",
        "401 | nobody | APP_MISCONFIGURED | http_401",
        "404 | <html>not here | APP_MISCONFIGURED | http_404"
      })
  void aRefusedRefreshSaysWhoCanFixIt(int status, String body, Failure bucket, String code) {
    peer.answers("/token", Answer.json(status, body));

    assertThat(provider.refresh(ENTRY, credential()))
        .isEqualTo(new TokenResult.Refused(bucket, code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"error\":\"invalid_grant\"} | PROVIDER_OUTAGE | http_500 | true",
        "502 | <html> | PROVIDER_OUTAGE | http_502 | true",
        "503 | '' | PROVIDER_OUTAGE | http_503 | true",
        "429 | {\"error\":\"invalid_grant\"} | RATE_LIMITED | http_429 | false",
        "200 | <html>Be right back | PROVIDER_OUTAGE | unreadable_answer | true",
        "200 | {} | PROVIDER_OUTAGE | unreadable_answer | true",
        "200 | [] | PROVIDER_OUTAGE | unreadable_answer | true",
        "200 | {\"access_token\":null} | PROVIDER_OUTAGE | unreadable_answer | true",
        "200 | {\"access_token\":{\"a\":1}} | PROVIDER_OUTAGE | unreadable_answer | true",
        "200 | {\"access_token\":\"a\\r\\nX: y\"} | PROVIDER_OUTAGE | unreadable_answer | true",
        "204 | '' | PROVIDER_OUTAGE | unreadable_answer | true",
        "403 | <html>blocked | PROVIDER_OUTAGE | http_403 | true",
        "400 | {\"error\":\"temporarily_unavailable\"} | PROVIDER_OUTAGE | temporarily_unavailable | true"
      })
  void whatPassesByItselfNeverAsksAPersonToReconnect(
      int status, String body, Failure bucket, String code, boolean sent) {
    peer.answers("/token", Answer.json(status, body));

    assertThat(provider.refresh(ENTRY, credential()))
        .isEqualTo(new TokenResult.Unreachable(bucket, code, null, sent));
  }

  @Test
  void anEntrysRuleSpeaksBeforeTheDefaults() {
    var entry =
        Entry.with(
            Entry.oauthAuth(
                Auth.Client.POST,
                List.of(Entry.rule("/error", "code_spent", Failure.LOGIN_EXPIRED))));
    peer.answers("/token", Answer.json(200, "{\"ok\":false,\"error\":\"code_spent\"}"));

    assertThat(exchange(entry, "any"))
        .isEqualTo(new TokenResult.Refused(Failure.LOGIN_EXPIRED, "code_spent"));
  }

  @Test
  void silenceAfterSendingMayHaveSpentTheToken() {
    peer.staysSilent("/token");

    assertThat(provider(PretendProvider.CLIENT_SECRET, impatient).refresh(ENTRY, credential()))
        .isEqualTo(new TokenResult.Unreachable(Failure.PROVIDER_OUTAGE, "timed_out", null, true));
  }

  @Test
  void aProviderWhoIsGoneWasNeverSent() {
    peer.close();

    assertThat(provider.refresh(ENTRY, credential()))
        .isEqualTo(
            new TokenResult.Unreachable(Failure.PROVIDER_OUTAGE, "unreachable", null, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {} | LOGIN_EXPIRED | http_401",
        "403 | {} | MISSING_PERMISSION | http_403",
        "404 | {} | APP_MISCONFIGURED | http_404",
        "400 | {} | APP_MISCONFIGURED | http_400",
        "200 | {\"error\":\"token_revoked\"} | LOGIN_EXPIRED | token_revoked"
      })
  void aCheckThatIsRefusedSaysWhy(int status, String body, Failure bucket, String code) {
    peer.answers("/me", Answer.json(status, body));

    assertThat(provider.check(ENTRY, credential()))
        .isEqualTo(new CheckResult.Refused(bucket, code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {} | PROVIDER_OUTAGE | http_500",
        "429 | {} | RATE_LIMITED | http_429",
        "408 | {} | PROVIDER_OUTAGE | http_408",
        "302 | {} | PROVIDER_OUTAGE | http_302",
        "200 | <html> | PROVIDER_OUTAGE | unreadable_answer",
        "200 | {} | PROVIDER_OUTAGE | unreadable_answer",
        "200 | {\"id\":null} | PROVIDER_OUTAGE | unreadable_answer",
        "200 | {\"id\":{}} | PROVIDER_OUTAGE | unreadable_answer"
      })
  void aCheckThatIsNotAnsweredRefusesNothing(int status, String body, Failure bucket, String code) {
    peer.answers("/me", Answer.json(status, body));

    assertThat(provider.check(ENTRY, credential()))
        .isEqualTo(new CheckResult.Unreachable(bucket, code, null));
  }

  @Test
  void aSecondSortOf403IsALimit() {
    peer.answers("/me", new Answer(403, Map.of("Retry-After", "60"), "{}"));

    assertThat(provider.check(ENTRY, credential()))
        .isEqualTo(
            new CheckResult.Unreachable(Failure.RATE_LIMITED, "http_403", Duration.ofSeconds(60)));
  }

  @Test
  void anUnknownWordBesideStatus200IsNobodysExpiredLogin() {
    var ok = new Predicate(null, null, Entry.at("/ok"), "true", List.of(), null, null);
    var entry =
        Entry.with(
            Entry.check(ok, List.of(Entry.rule("/error", "revoked", Failure.LOGIN_EXPIRED))));

    peer.answers("/me", Answer.json(200, "{\"ok\":false,\"error\":\"revoked\"}"));
    assertThat(provider.check(entry, credential()))
        .isEqualTo(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "revoked"));
    peer.answers("/me", Answer.json(200, "{\"ok\":false,\"error\":\"fatal\",\"id\":1}"));
    assertThat(provider.check(entry, credential()))
        .isEqualTo(new CheckResult.Unreachable(Failure.PROVIDER_OUTAGE, "fatal", null));
    peer.answers("/me", Answer.json(200, "{\"ok\":true,\"id\":1}"));
    assertThat(provider.check(entry, credential())).isInstanceOf(CheckResult.Answered.class);
  }

  @Test
  void aDeepDocumentIsGarbage() {
    peer.answers("/me", Answer.json(200, "[".repeat(100_000)));
    assertThat(provider.check(ENTRY, credential()))
        .isEqualTo(new CheckResult.Unreachable(Failure.PROVIDER_OUTAGE, "unreadable_answer", null));
  }

  @Test
  void anAccountsWordsAreMadeFitToShow() {
    peer.answers(
        "/me",
        Answer.json(
            200,
            "{\"id\":1,\"login\":\"ad\\u0000a\\u202e\\r\\n<b>"
                + "x".repeat(500)
                + "\",\"url\":\"javascript:alert(1)\"}"));

    var account = ((CheckResult.Answered) provider.check(ENTRY, credential())).account();

    assertThat(account.name()).startsWith("ada  <b>xxx").hasSize(200);
    assertThat(account.url()).isNull();
  }

  @Test
  void anOutwardAddressThatIsNotAllowedIsTheOperatorsToFix() {
    var elsewhere =
        new CatalogProvider(
            door,
            name ->
                new ProviderApp(
                    "c", null, null, Map.of("provider.example", "http://10.0.0.1"), false),
            Instant::now);

    assertThat(elsewhere.check(ENTRY, credential()))
        .isEqualTo(new CheckResult.Refused(Failure.APP_MISCONFIGURED, "address_not_allowed"));
  }

  @Test
  void revokedIsWhatTheProviderConfirmed() {
    var credential = connected().credential();

    assertThat(provider.revoke(ENTRY, credential)).isEqualTo(new Revocation.Revoked());
    assertThat(peer.last().body())
        .isEqualTo("token=" + credential.part("refresh").orElseThrow().<String>reveal(it -> it));
    assertThat(provider.check(ENTRY, credential)).isInstanceOf(CheckResult.Refused.class);
  }

  @Test
  void whatWasNotConfirmedIsTriedAgainWhereThatHelpsOrDoneByHand() {
    var page = peer.base() + "/manage";
    peer.answers("/revoke", Answer.json(400, "{}"));
    assertThat(provider.revoke(ENTRY, credential()))
        .isEqualTo(new Revocation.Failed("http_400", page));

    peer.answers("/revoke", Answer.json(503, ""));
    assertThat(provider.revoke(ENTRY, credential()))
        .isEqualTo(new Revocation.NotNow("http_503", page));

    peer.staysSilent("/revoke");
    assertThat(provider(PretendProvider.CLIENT_SECRET, impatient).revoke(ENTRY, credential()))
        .isEqualTo(new Revocation.NotNow("timed_out", page));

    var key =
        new Auth.ApiKey(
            List.of(), new Auth.Send("X-Key", null, "{api_key}"), "{base:provider.example}/keys");
    assertThat(provider.revoke(Entry.with(key), credential()))
        .isEqualTo(new Revocation.NotOffered(peer.base() + "/keys"));
  }

  @Test
  void aKeyGoesWhereTheEntrySays() {
    var parts = new Credential(Map.of("api_key", Secret.of("k&y=1"), "user", Secret.of("ü")));
    provider.check(
        Entry.with(new Auth.ApiKey(List.of(), new Auth.Send(null, "key", "{api_key}"), null)),
        parts);
    assertThat(peer.last().query()).isEqualTo("key=k%26y%3D1");

    provider.check(
        Entry.with(
            new Auth.Basic(
                List.of(), new Auth.Send("Authorization", null, "{basic:user:api_key}"), null)),
        parts);
    assertThat(peer.last().headers().get("authorization")).isEqualTo(Templates.basic("ü", "k&y=1"));
  }

  @Test
  void everyPageIsReadOnce() {
    for (ResourceKind.Next next :
        List.of(
            new ResourceKind.LinkHeader(),
            new ResourceKind.Url(Entry.at("/next_url")),
            new ResourceKind.Cursor(
                Entry.at("/next"), new ResourceKind.IntoParameter("page"), null),
            new ResourceKind.PageNumber("page", 1))) {
      assertThat(all(Entry.paged(next), connected().credential()))
          .as(next.toString())
          .containsExactly("Thing 1", "Thing 2", "Thing 3", "Thing 4", "Thing 5");
    }
  }

  /** As GraphQL pages: the cursor goes into the body, and stands on the last page as well. */
  @Test
  void aCursorGoesIntoTheBodyAndIsNobodysTemplate() {
    var next =
        new ResourceKind.Cursor(
            Entry.at("/next"),
            new ResourceKind.IntoBody("/variables/after"),
            new Predicate(null, null, Entry.at("/more"), "true", List.of(), null, null));
    var entry = Entry.paged(next);
    peer.answers(
        "/things",
        Answer.json(200, "{\"things\":[{\"id\":1}],\"next\":\"{access}\",\"more\":true}"));
    var first = (Listing.Page) provider.resources(entry, "things", credential(), null, null);
    assertThat(first.next()).isEqualTo("{access}");

    peer.answers(
        "/things", Answer.json(200, "{\"things\":[{\"id\":2}],\"next\":\"c2\",\"more\":false}"));
    var last = (Listing.Page) provider.resources(entry, "things", credential(), null, first.next());
    assertThat(last.next()).isNull();
    assertThat(peer.last().body()).isEqualTo("{\"variables\":{\"after\":\"{access}\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/things",
        "https://evil.example/things",
        "//evil.example/",
        "file:///etc/passwd",
        "http://a@127.0.0.1/",
        "::"
      })
  void aNextPageElsewhereStopsTheList(String elsewhere) {
    var entry = Entry.paged(new ResourceKind.Url(Entry.at("/next_url")));
    var failed = new Listing.Failed(Failure.PROVIDER_OUTAGE, "foreign_next");
    peer.answers(
        "/things",
        Answer.json(200, "{\"things\":[{\"id\":1}],\"next_url\":\"" + elsewhere + "\"}"));

    assertThat(provider.resources(entry, "things", credential(), null, null)).isEqualTo(failed);
    int before = peer.seen().size();
    assertThat(provider.resources(entry, "things", credential(), null, elsewhere))
        .isEqualTo(failed);
    assertThat(peer.seen()).hasSize(before);
  }

  @Test
  void itemsWithoutAnIdAreLeftOut() {
    peer.answers(
        "/things",
        Answer.json(
            200,
            "{\"things\":[{\"name\":\"a\"},{\"id\":\"\"},7,null,{\"id\":\"b\\n\"},{\"id\":9,\"private\":true}]}"));

    assertThat(provider.resources(ENTRY, "things", credential(), null, null))
        .isEqualTo(new Listing.Page(List.of(new Listing.Item("9", "9", "", true, false)), null));
  }

  @Test
  void aListThatIsNoListIsUnreadable() {
    peer.answers("/things", Answer.json(200, "{\"things\":{}}"));
    assertThat(provider.resources(ENTRY, "things", credential(), null, null))
        .isEqualTo(new Listing.Failed(Failure.PROVIDER_OUTAGE, "unreadable_answer"));
  }

  @Test
  void aTypedInputStaysInItsPlace() {
    var auth = Entry.oauthAuth(Auth.Client.POST);
    var call = Entry.get("{base:{shop}}/me");
    var check =
        new io.patchbay.catalog.Check(
            call,
            null,
            new io.patchbay.catalog.Check.Account(
                Entry.at("/id"), Entry.at("/login"), Entry.at("/url")),
            null,
            List.of(),
            Duration.ofHours(1));
    var entry = Entry.of(auth, check, null);
    for (var hostile :
        List.of(
            "evil.example",
            "evil.example/.shops.example",
            "a@b.shops.example",
            "A.shops.example",
            "a.shops.example:1",
            "a.shops.example\n")) {
      assertThat(provider.check(entry, credential().with("input:shop", Secret.of(hostile))))
          .as(hostile)
          .isEqualTo(new CheckResult.Refused(Failure.APP_MISCONFIGURED, "unset:shop"));
    }
    assertThat(peer.seen()).isEmpty();
  }

  @Test
  void noPartOfAValueLeavesItsPlaceInAnAddress() {
    var templates =
        new Templates(
            ENTRY,
            ProviderApp.NONE,
            new Credential(Map.of("kept:team", Secret.of("a/../b?c#d&e %{client_id}"))),
            Map.of());

    assertThat(templates.url("{base:provider.example}/t/{kept:team}"))
        .isEqualTo("https://provider.example/t/a%2F..%2Fb%3Fc%23d%26e%20%25%7Bclient_id%7D");
    assertThat(templates.json("{\"q\":\"query { me { id } } {kept:team} {nobody}\"}"))
        .isEqualTo("{\"q\":\"query { me { id } } a/../b?c#d&e %{client_id} {nobody}\"}");
    assertThatExceptionOfType(Templates.Unfillable.class)
        .isThrownBy(() -> templates.url("https://{kept:none}/"));
  }

  private List<String> all(Integration entry, Credential credential) {
    var names = new ArrayList<String>();
    String next = null;
    do {
      var page = (Listing.Page) provider.resources(entry, "things", credential, null, next);
      page.items().forEach(item -> names.add(item.name()));
      next = page.next();
    } while (next != null);
    return names;
  }

  private TokenResult.Granted connected() {
    return granted(exchange(ENTRY, code(ENTRY)));
  }

  private String code(Integration entry) {
    return String.valueOf(peer.consent(authorization(entry)).get("code"));
  }

  private URI authorization(Integration entry) {
    return provider.authorization(entry, request(), Map.of());
  }

  private static Provider.Authorization request() {
    return new Provider.Authorization(
        PretendProvider.REDIRECT, "the-state", VERIFIER, Set.of("write", "read"));
  }

  private TokenResult exchange(Integration entry, String code) {
    return provider.exchange(entry, code, VERIFIER, PretendProvider.REDIRECT, Map.of());
  }

  private static TokenResult.Granted granted(TokenResult result) {
    assertThat(result).isInstanceOf(TokenResult.Granted.class);
    return (TokenResult.Granted) result;
  }

  private static Credential credential() {
    return new Credential(Map.of("access", Secret.of("a"), "refresh", Secret.of("r")));
  }
}
