package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Connections;
import io.patchbay.connections.Expectations;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.Owner;
import io.patchbay.vault.Secrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hears what is sent to a connection's own address: what was signed with its secret is a fact of
 * the connection, and so is what was not.
 */
@Component
class Deliveries {
  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Connections connections;
  private final Secrets secrets;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Deliveries(
      Tenancy tenancy,
      JdbcClient sql,
      Connections connections,
      Secrets secrets,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.connections = connections;
    this.secrets = secrets;
    this.clock = clock;
    this.events = events;
  }

  /**
   * What the delivery is worth, once that is committed; empty where the address is of no living
   * connection of this integration.
   */
  Optional<Verdict> hear(
      Integration integration, Webhook webhook, Endpoint.Found at, Delivery delivery) {
    return tenancy.within(
        Scope.of(at.owner()),
        () -> {
          hold(at);
          return connections
              .find(at.connection())
              .filter(it -> it.integration().equals(integration.slug()))
              .map(it -> heard(integration, webhook, at, it, delivery));
        });
  }

  private Verdict heard(
      Integration integration,
      Webhook webhook,
      Endpoint.Found at,
      Connections.Found connection,
      Delivery delivery) {
    var secret = secrets.find(at.owner(), at.connection(), WebhookEndpoints.FIELD).orElse(null);
    if (secret == null) {
      // Nothing to judge by: not even wrong.
      return Verdict.NOT_SIGNED;
    }
    var now = clock.instant();
    var verdict = Signatures.judge(webhook.signature(), delivery, secret.secret(), now);
    if (verdict == Verdict.HOLDS) {
      good(at, now);
      if (connection.facts().webhooks().firstEvent() == null) {
        publish(connection, What.WEBHOOK_VERIFIED, now, null);
      }
    } else {
      wrong(at, now);
    }
    announce(integration, connection, at, now);
    return verdict;
  }

  /** One delivery at a time: what it changes depends on what was known before it. */
  private void hold(Endpoint.Found at) {
    sql.sql("select 1 from observations where owner_id = ? and connection_id = ? for no key update")
        .param(at.owner().id())
        .param(at.connection().value())
        .query()
        .listOfRows();
  }

  private void good(Endpoint.Found at, Instant now) {
    sql.sql(
            """
            update observations set
              first_event_at = coalesce(first_event_at, :now), last_event_at = greatest(last_event_at, :now),
              wrong_signatures = 0, wrong_signature_since = null
            where owner_id = :owner and connection_id = :connection
            """)
        .param("now", at(now))
        .param("owner", at.owner().id())
        .param("connection", at.connection().value())
        .update();
  }

  private void wrong(Endpoint.Found at, Instant now) {
    sql.sql(
            """
            update observations set
              wrong_signatures = least(wrong_signatures, 1000000) + 1,
              wrong_signature_since = coalesce(wrong_signature_since, :now)
            where owner_id = :owner and connection_id = :connection
            """)
        .param("now", at(now))
        .param("owner", at.owner().id())
        .param("connection", at.connection().value())
        .update();
  }

  /** The third wrong signature is trouble, and the next good one its end: somebody should hear. */
  private void announce(
      Integration integration, Connections.Found before, Endpoint.Found at, Instant now) {
    var expected = Expectations.of(integration);
    var was = ConnectionStatus.at(now, before.facts(), expected).reason();
    var facts = connections.find(at.connection()).orElseThrow().facts();
    var is = ConnectionStatus.at(now, facts, expected).reason();
    if (is.failing() && is != was) {
      publish(before, What.CONNECTION_FAILED, now, is.word());
    } else if (was.failing() && !is.failing()) {
      publish(before, What.CONNECTION_RECOVERED, now, null);
    }
  }

  /** A personal source has no workspace of its own, and so no history to stand in. */
  private void publish(
      Connections.Found connection, What what, Instant now, @Nullable String reason) {
    if (connection.facts().owner() instanceof Owner.Workspace owner) {
      var happening =
          Happening.of(what, now, owner.workspace(), connection.integration())
              .in(connection.install())
              .to(connection.facts().id(), connection.facts().account().shown())
              .because(reason);
      events.publishEvent(reason == null ? happening : happening.saying(Map.of("reason", reason)));
    }
  }
}
