package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/linear";
  private static final String VIEWER = "query { viewer { id } organization { id name } }";
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private URI request(String scope) {
    return played.asking(
        "linear.app/oauth/authorize",
        "client_id",
        played.id("linear"),
        "response_type",
        "code",
        "scope",
        scope,
        "redirect_uri",
        CALLBACK,
        "code_challenge",
        Played.CHALLENGE,
        "code_challenge_method",
        "S256");
  }

  private Played.Answer connected() {
    var callback = played.person().allow(request("read,issues:create"), "Acme");
    return token("authorization_code", "code", Played.code(callback));
  }

  private Played.Answer token(String grantType, String name, String value) {
    return played.post(
        "api.linear.app/oauth/token",
        "grant_type",
        grantType,
        "client_id",
        played.id("linear"),
        "client_secret",
        played.secret("linear"),
        "redirect_uri",
        CALLBACK,
        "code_verifier",
        Played.VERIFIER,
        name,
        value);
  }

  private Played.Answer graphql(String token, String query, String variables) {
    return played.send(
        HttpRequest.newBuilder(URI.create(played.at("api.linear.app/graphql")))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\":\"%s\",\"variables\":%s}".formatted(query, variables))));
  }

  @Test
  void scopesAreAskedForWithCommasAndNamedWithSpaces() {
    var token = connected();

    assertThat(token.text("/scope")).isEqualTo("issues:create read");
    assertThat(graphql(token.text("/access_token"), VIEWER, "{}").text("/data/organization/name"))
        .isEqualTo("Acme");
    assertThat(played.open(request("read,everything")).status()).isEqualTo(400);
  }

  @Test
  void theLastPageOfTeamsNamesACursorToo() {
    String token = connected().text("/access_token");
    String teams = "query { teams { nodes { id } } }";

    var first = graphql(token, teams, "{\"first\":4}");
    assertThat(first.json().at("/data/teams/nodes")).hasSize(4);
    assertThat(first.text("/data/teams/pageInfo/hasNextPage")).isEqualTo("true");
    var cursor = first.text("/data/teams/pageInfo/endCursor");
    var last = graphql(token, teams, "{\"first\":4,\"after\":\"" + cursor + "\"}");
    assertThat(last.json().at("/data/teams/nodes")).hasSize(2);
    assertThat(last.text("/data/teams/pageInfo/hasNextPage")).isEqualTo("false");
    assertThat(last.text("/data/teams/pageInfo/endCursor")).isNotEmpty();
  }

  @Test
  void aTokenLivesADayAndARefreshTokenIsGoodForOneUse() {
    var first = connected();
    played.tick(Duration.ofDays(1));
    var expired = graphql(first.text("/access_token"), VIEWER, "{}");
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.text("/errors/0/extensions/code")).isEqualTo("AUTHENTICATION_ERROR");

    var second = token("refresh_token", "refresh_token", first.text("/refresh_token"));
    assertThat(graphql(second.text("/access_token"), VIEWER, "{}").status()).isEqualTo(200);
    assertThat(token("refresh_token", "refresh_token", first.text("/refresh_token")).text("/error"))
        .isEqualTo("invalid_grant");
    assertThat(graphql(second.text("/access_token"), VIEWER, "{}").status())
        .as("the family ended")
        .isEqualTo(401);
  }

  @Test
  void aTokenIsRevokedOnce() {
    var token = connected();
    var refresh = token.text("/refresh_token");

    assertThat(played.post("api.linear.app/oauth/revoke", "token", refresh).status())
        .isEqualTo(200);
    assertThat(played.post("api.linear.app/oauth/revoke", "token", refresh).status())
        .isEqualTo(400);
    assertThat(graphql(token.text("/access_token"), VIEWER, "{}").status()).isEqualTo(401);
  }
}
