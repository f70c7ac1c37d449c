package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import io.patchbay.connections.Connections;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.shell.BaseUrl;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where a connection's own webhooks arrive, and the secret they are signed with. Call it inside the
 * owner's rows.
 */
@Component
public class WebhookEndpoints {
  static final String FIELD = "webhook";
  static final String FORMER = "webhook_before";
  private static final Duration OVERLAP = Duration.ofDays(1);

  private final JdbcClient sql;
  private final Vault vault;
  private final Secrets secrets;
  private final Connections connections;
  private final BaseUrl baseUrl;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  WebhookEndpoints(
      JdbcClient sql,
      Vault vault,
      Secrets secrets,
      Connections connections,
      BaseUrl baseUrl,
      InstantSource clock) {
    this.sql = sql;
    this.vault = vault;
    this.secrets = secrets;
    this.connections = connections;
    this.baseUrl = baseUrl;
    this.clock = clock;
  }

  /**
   * The full address to register with the provider: made the first time it is asked for, the same
   * from then on. Who knows it can make us count wrong signatures, so it is shown only to whom may
   * set the connection up.
   *
   * @throws IllegalStateException if the connection is not of this owner, or was removed
   */
  public String address(Owner owner, ConnectionId connection) {
    var found =
        connections
            .find(connection)
            .filter(it -> it.facts().owner().equals(owner))
            .orElseThrow(() -> new IllegalStateException("No connection " + connection + " here"));
    make(owner, connection);
    return "%s/hooks/%s/%s"
        .formatted(baseUrl.get(), found.integration(), endpoint(owner, connection));
  }

  /**
   * Keeps the provider's signing secret, in place of the one that was there, which counts for
   * another day: the provider changes its own at some other moment.
   */
  public void saveSecret(Owner owner, ConnectionId connection, Secret secret) {
    secrets
        .find(owner, connection, FIELD)
        .filter(it -> !it.secret().equals(secret))
        .ifPresent(it ->
            secrets.put(
                owner,
                connection,
                FORMER,
                it.secret(),
                clock.instant().plus(OVERLAP),
                it.lastFour()));
    secrets.put(owner, connection, FIELD, secret, null, secret.lastFour());
  }

  /** Whether we set the webhook up at the provider ourselves. */
  public boolean isSubscribed(Owner owner, ConnectionId connection) {
    return subscription(owner, connection).isPresent();
  }

  public boolean hasSecret(Owner owner, ConnectionId connection) {
    return sql.sql(
            "select exists (select from secrets where owner_id = ? and connection_id = ? and field = ?)")
        .param(owner.id())
        .param(connection.value())
        .param(FIELD)
        .query(Boolean.class)
        .single();
  }

  /** The webhook's id at the provider, where we set it up ourselves. */
  Optional<String> subscription(Owner owner, ConnectionId connection) {
    return sql.sql(
            """
            select subscription_id from webhook_endpoints
            where owner_id = ? and connection_id = ? and subscription_id is not null
            """)
        .param(owner.id())
        .param(connection.value())
        .query(String.class)
        .optional();
  }

  /**
   * @param before what was known when it was asked for
   * @return whether nobody else kept another one meanwhile
   */
  boolean subscribed(Owner owner, ConnectionId connection, Optional<String> before, String id) {
    return sql.sql(
                """
                update webhook_endpoints set subscription_id = ?, subscribed_at = ?
                where owner_id = ? and connection_id = ? and subscription_id is not distinct from ?
                """)
            .param(id)
            .param(at(clock.instant()))
            .param(owner.id())
            .param(connection.value())
            .param(before.orElse(null))
            .update()
        == 1;
  }

  private void make(Owner owner, ConnectionId connection) {
    if (sealed(owner, connection).isPresent()) {
      return;
    }
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var endpoint = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sql.sql(
            """
            insert into webhook_endpoints (owner_id, connection_id, endpoint_hash, sealed) values (?, ?, ?, ?)
            on conflict (owner_id, connection_id) do nothing
            """)
        .param(owner.id())
        .param(connection.value())
        .param(Endpoint.hash(endpoint))
        .param(vault.sealFor(purpose(connection), Secret.of(endpoint)))
        .update();
  }

  private String endpoint(Owner owner, ConnectionId connection) {
    return sealed(owner, connection)
        .map(it -> vault.openFor(purpose(connection), it).reveal(text -> text))
        .orElseThrow();
  }

  private Optional<byte[]> sealed(Owner owner, ConnectionId connection) {
    return sql.sql("select sealed from webhook_endpoints where owner_id = ? and connection_id = ?")
        .param(owner.id())
        .param(connection.value())
        .query(byte[].class)
        .optional();
  }

  /** Names the connection, so that a row that was moved shows nobody another one's address. */
  private static String purpose(ConnectionId connection) {
    return "webhook-endpoint/" + connection;
  }
}
