package io.patchbay.catalog;

import static io.patchbay.catalog.Reading.list;
import static io.patchbay.catalog.Reading.map;
import static io.patchbay.catalog.Reading.oneOf;
import static io.patchbay.catalog.Reading.text;
import static io.patchbay.catalog.Reading.textOrNull;
import static io.patchbay.catalog.Reading.value;
import static io.patchbay.catalog.Reading.words;
import static io.patchbay.catalog.Reading.yes;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads {@code auth:}. */
final class ReadingAuth {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private ReadingAuth() {}

  static Auth read(JsonNode auth) {
    if (auth.has("oauth2")) {
      return oauth2(auth.get("oauth2"));
    }
    if (auth.has("client_credentials")) {
      return clientCredentials(auth.get("client_credentials"));
    }
    if (auth.has("api_key")) {
      var key = auth.get("api_key");
      var first = key.path("fields").path(0).path("id").asString("");
      return new Auth.ApiKey(
          ReadingAnEntry.fields(key),
          send(key, "Bearer {" + first + "}"),
          textOrNull(key, "manage"));
    }
    var basic = auth.get("basic");
    return new Auth.Basic(
        ReadingAnEntry.fields(basic),
        send(basic, "{basic:user:password}"),
        textOrNull(basic, "manage"));
  }

  static Auth.Granted granted(JsonNode granted) {
    var from =
        granted.has("header")
            ? new Value(List.of(new Value.Header(text(granted, "header").toLowerCase(Locale.ROOT))))
            : value(granted, "json");
    return new Auth.Granted(from, textOrNull(granted, "separator"));
  }

  private static Auth.OAuth2 oauth2(JsonNode oauth) {
    var refresh = text(oauth, "refresh", "none");
    return new Auth.OAuth2(
        text(oauth, "authorize_url"),
        text(oauth, "token_url"),
        map(oauth, "parameters"),
        map(oauth, "token_parameters"),
        list(oauth, "scopes", ReadingAuth::scope),
        text(oauth, "scope_separator", " "),
        text(oauth, "scope_parameter", "scope"),
        yes(oauth, "sends_scopes", true),
        list(oauth, "permissions", ReadingAuth::permission),
        !text(oauth, "pkce", "s256").equals("off"),
        textOrNull(oauth, "issuer"),
        oneOf(Auth.Client.class, oauth, "client", Auth.Client.POST),
        tokenAnswer(oauth.hasNonNull("token") ? oauth.get("token") : NOTHING),
        oauth.has("granted") ? granted(oauth.get("granted")) : null,
        !refresh.equals("none"),
        refresh.equals("rotated"),
        revoke(oauth),
        textOrNull(oauth, "manage"),
        list(oauth, "failures", ReadingCalls::failure),
        send(oauth, "Bearer {access}"));
  }

  private static Auth clientCredentials(JsonNode client) {
    return new Auth.ClientCredentials(
        ReadingAnEntry.fields(client),
        text(client, "token_url"),
        map(client, "token_parameters"),
        oneOf(Auth.Client.class, client, "client", Auth.Client.BASIC),
        tokenAnswer(client.hasNonNull("token") ? client.get("token") : NOTHING),
        client.has("granted") ? granted(client.get("granted")) : null,
        list(client, "failures", ReadingCalls::failure),
        send(client, "Bearer {access}"),
        textOrNull(client, "manage"));
  }

  private static Auth.TokenAnswer tokenAnswer(JsonNode token) {
    return new Auth.TokenAnswer(
        or(value(token, "access"), "/access_token"),
        or(value(token, "refresh"), "/refresh_token"),
        or(value(token, "expires"), "/expires_in"),
        map(
            token,
            "keep",
            kept -> value(JsonNodeFactory.instance.objectNode().set("kept", kept), "kept")));
  }

  private static Value or(Value value, String pointer) {
    return value.isNowhere() ? new Value(List.of(new Value.Pointer(pointer))) : value;
  }

  private static Auth.Scope scope(JsonNode scope) {
    return new Auth.Scope(
        text(scope, "id"),
        yes(scope, "required", false),
        words(scope, "reason"),
        textOrNull(scope, "step"));
  }

  /** The registration asks for all of them, so none is optional. */
  private static Auth.Scope permission(JsonNode permission) {
    return new Auth.Scope(text(permission, "id"), true, words(permission, "reason"), null);
  }

  private static Auth.@Nullable Revoke revoke(JsonNode oauth) {
    if (!oauth.has("revoke")) {
      return null;
    }
    var revoke = oauth.get("revoke");
    return new Auth.Revoke(
        ReadingCalls.call(revoke),
        text(revoke, "token", "access"),
        revoke.has("ok") ? ReadingCalls.predicate(revoke.get("ok")) : null);
  }

  private static Auth.Send send(JsonNode auth, String otherwise) {
    if (!auth.has("send")) {
      return new Auth.Send("Authorization", null, otherwise);
    }
    var send = auth.get("send");
    return new Auth.Send(
        textOrNull(send, "header"), textOrNull(send, "query"), text(send, "value", otherwise));
  }
}
