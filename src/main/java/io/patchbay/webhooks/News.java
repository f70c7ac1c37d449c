package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Connections;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.FactsChanged;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a delivery changes of what is known about a connection: its first verified event, a wrong
 * signature, the end of wrong ones.
 */
@Component
class News {
  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Connections connections;
  private final ApplicationEventPublisher events;

  News(Tenancy tenancy, JdbcClient sql, Connections connections, ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.connections = connections;
    this.events = events;
  }

  void good(Integration integration, Target target, Instant now) {
    change(
        integration,
        target.owner(),
        target.connection(),
        now,
        it -> isNewsStill(integration, it, now),
        this::good);
  }

  void wrong(Integration integration, Owner owner, ConnectionId connection, Instant now) {
    change(integration, owner, connection, now, _ -> true, this::wrong);
  }

  /** Of many that came at once and saw the same, the first has told it: the rest add their time. */
  private static boolean isNewsStill(
      Integration integration, Connections.Found connection, Instant now) {
    var known = connection.facts().webhooks();
    return Target.isNews(
        integration, known.firstEvent() != null, known.wrongSignatures(), known.lastEvent(), now);
  }

  private interface Change {
    void of(Connections.Found connection, Instant now);
  }

  private void change(
      Integration integration,
      Owner owner,
      ConnectionId id,
      Instant now,
      Predicate<Connections.Found> still,
      Change change) {
    tenancy.within(
        Scope.of(owner),
        () -> {
          hold(owner, id);
          connections
              .find(id)
              .ifPresent(before -> {
                change.of(before, now);
                if (still.test(before)) {
                  announce(integration, before, now);
                  if (owner instanceof Owner.Workspace it) {
                    events.publishEvent(new FactsChanged(it.workspace(), integration.slug()));
                  }
                }
              });
        });
  }

  /** One delivery at a time: what it changes depends on what was known before it. */
  private void hold(Owner owner, ConnectionId connection) {
    sql.sql("select 1 from observations where owner_id = ? and connection_id = ? for no key update")
        .param(owner.id())
        .param(connection.value())
        .query()
        .listOfRows();
  }

  private void good(Connections.Found connection, Instant now) {
    sql.sql(
            """
            update observations set
              first_event_at = coalesce(first_event_at, :now), last_event_at = greatest(last_event_at, :now),
              wrong_signatures = 0, wrong_signature_since = null
            where owner_id = :owner and connection_id = :connection
            """)
        .param("now", at(now))
        .param("owner", connection.facts().owner().id())
        .param("connection", connection.facts().id().value())
        .update();
    if (connection.facts().webhooks().firstEvent() == null) {
      publish(connection, What.WEBHOOK_VERIFIED, now, null);
    }
  }

  private void wrong(Connections.Found connection, Instant now) {
    sql.sql(
            """
            update observations set
              wrong_signatures = least(wrong_signatures, 1000000) + 1,
              wrong_signature_since = coalesce(wrong_signature_since, :now)
            where owner_id = :owner and connection_id = :connection
            """)
        .param("now", at(now))
        .param("owner", connection.facts().owner().id())
        .param("connection", connection.facts().id().value())
        .update();
  }

  /** The third wrong signature is trouble, and the next good one its end: somebody should hear. */
  private void announce(Integration integration, Connections.Found before, Instant now) {
    var expected = Expectations.of(integration);
    var was = ConnectionStatus.at(now, before.facts(), expected).reason();
    var facts = connections.find(before.facts().id()).orElseThrow().facts();
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
