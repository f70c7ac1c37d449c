package io.patchbay.testing;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Call;
import io.patchbay.catalog.Check;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Noun;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Step;
import io.patchbay.catalog.Text;
import io.patchbay.catalog.Value;
import io.patchbay.catalog.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A catalog entry made by hand, as small as a test needs it. */
public final class AnIntegration {
  private final String slug;
  private final List<Auth.Scope> scopes = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<String> synonyms = new ArrayList<>();
  private String name;
  private String category = "messaging";
  private Duration every = Duration.ofHours(6);
  private @Nullable Webhook webhook;

  private AnIntegration(String slug) {
    this.slug = slug;
    this.name = slug;
  }

  public static AnIntegration called(String slug) {
    return new AnIntegration(slug);
  }

  /** OAuth, two required scopes and an optional one; three required steps and an optional one. */
  public static AnIntegration slack() {
    return called("slack")
        .requires("channels:read", "chat:write")
        .offers("links:write")
        .connect("authorize")
        .pick("channels", "channels", 1)
        .form("notify", "events")
        .optionalForm("previews", "previews");
  }

  /** Three required steps, one of them a webhook of each connection's own, never silent a day. */
  public static AnIntegration stripe() {
    return called("stripe")
        .connect("key")
        .webhook("webhook")
        .signedByConnection(Duration.ofDays(1))
        .form("sync", "mode");
  }

  public AnIntegration named(String name) {
    this.name = name;
    return this;
  }

  public AnIntegration in(String category) {
    this.category = category;
    return this;
  }

  public AnIntegration alsoCalled(String... synonyms) {
    this.synonyms.addAll(List.of(synonyms));
    return this;
  }

  public AnIntegration requires(String... ids) {
    return scopes(true, ids);
  }

  public AnIntegration offers(String... ids) {
    return scopes(false, ids);
  }

  public AnIntegration checkedEvery(Duration cadence) {
    every = cadence;
    return this;
  }

  public AnIntegration connect(String id) {
    return step(new Step.Connect(id, words(id), Text.NONE, false));
  }

  public AnIntegration pick(String id, String kind, int min) {
    return step(new Step.Pick(id, words(id), Text.NONE, false, kind, min, Step.Pick.MOST));
  }

  public AnIntegration form(String id, String... required) {
    return step(form(id, false, required));
  }

  public AnIntegration optionalForm(String id, String... required) {
    return step(form(id, true, required));
  }

  public AnIntegration webhook(String id) {
    return step(new Step.Webhook(id, words(id), Text.NONE, false));
  }

  public AnIntegration optionalWebhook(String id) {
    return step(new Step.Webhook(id, words(id), Text.NONE, true));
  }

  /** Every connection has an address and a secret of its own. */
  public AnIntegration signedByConnection(@Nullable Duration expectEvery) {
    webhook = webhook(Webhook.SecretFrom.CONNECTION, expectEvery);
    return this;
  }

  /** One address for everybody, signed with the operator's secret. */
  public AnIntegration signedByApp(@Nullable Duration expectEvery) {
    webhook = webhook(Webhook.SecretFrom.APP, expectEvery);
    return this;
  }

  public Integration entry() {
    return entry(slug);
  }

  /** The same under another slug, of a provider of its own. */
  public Integration entry(String slug) {
    return new Integration(
        slug,
        slug,
        name,
        words("What " + slug + " is for"),
        Text.NONE,
        List.of(),
        new Integration.Publisher(slug, true),
        List.of(category),
        List.copyOf(synonyms),
        null,
        Integration.Availability.AVAILABLE,
        null,
        false,
        "https://docs.example.com/",
        new Noun(words("workspace"), words("workspaces")),
        auth(),
        check(),
        null,
        Map.<String, ResourceKind>of(),
        List.copyOf(steps),
        webhook,
        Text.NONE,
        List.of(),
        "sandbox",
        new Integration.Logo(new byte[0], ""));
  }

  private AnIntegration scopes(boolean required, String... ids) {
    Stream.of(ids)
        .map(id -> new Auth.Scope(id, required, words("To use " + id), null))
        .forEach(scopes::add);
    return this;
  }

  private AnIntegration step(Step step) {
    steps.add(step);
    return this;
  }

  /** A form with the required fields and one more that nobody has to fill. */
  private static Step.Form form(String id, boolean optional, String... required) {
    var fields =
        Stream.concat(
            Stream.of(required).map(f -> field(f, true)),
            Stream.of("note").map(f -> field(f, false)));
    return new Step.Form(id, words(id), Text.NONE, optional, Step.On.INSTALL, fields.toList());
  }

  private static Field field(String id, boolean required) {
    return new Field(
        id, Field.Type.TEXT, words(id), Text.NONE, "", required, false, null, List.of(), "");
  }

  private Auth auth() {
    var send = new Auth.Send("authorization", null, "Bearer {access}");
    if (scopes.isEmpty()) {
      return new Auth.ApiKey(List.of(field("api_key", true)), send, null);
    }
    return new Auth.OAuth2(
        "https://provider.example/authorize",
        "https://provider.example/token",
        Map.of(),
        Map.of(),
        List.copyOf(scopes),
        " ",
        "scope",
        true,
        List.of(),
        true,
        null,
        Auth.Client.POST,
        new Auth.TokenAnswer(Value.NOWHERE, Value.NOWHERE, Value.NOWHERE, Map.of()),
        null,
        false,
        false,
        null,
        null,
        List.of(),
        send);
  }

  private Check check() {
    return new Check(
        new Call("GET", "https://provider.example/me", Map.of(), "", Map.of(), true, false),
        null,
        new Check.Account(Value.NOWHERE, Value.NOWHERE, Value.NOWHERE),
        null,
        List.of(),
        every);
  }

  private static Webhook webhook(Webhook.SecretFrom from, @Nullable Duration expectEvery) {
    return new Webhook(
        new Webhook.Signature(
            "x-signature",
            null,
            "",
            Webhook.Algorithm.HMAC_SHA256,
            Webhook.Encoding.HEX,
            "{body}",
            null,
            from,
            "",
            false),
        null,
        Webhook.Dedupe.ID,
        Value.NOWHERE,
        Value.NOWHERE,
        expectEvery,
        Value.NOWHERE,
        Value.NOWHERE,
        null,
        null,
        null);
  }

  private static Text words(String english) {
    return new Text(Map.of("en", english));
  }

  /** The choices a form asks for, as they would be saved by somebody who fills only these. */
  public static Set<String> required(Step.Form form) {
    return Set.copyOf(form.fields().stream().filter(Field::required).map(Field::id).toList());
  }
}
