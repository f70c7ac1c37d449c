package io.patchbay.authorization;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.Revocation;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends at the provider what could not be ended when somebody disconnected, because nobody answered.
 * The credential stays sealed until the provider answers, for a day at most, and is used for
 * nothing else. Who connects the same account again meanwhile ends this: at some providers the end
 * of one grant is the end of all of an account's.
 */
@Component
class EndingLater {
  private static final String FIELD = "revoking";
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** Longer than so many may take to answer; after that another node takes what one left. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final int AT_ONCE = 20;

  private final Provider provider;
  private final CurrentCatalog catalog;
  private final Tenancy tenancy;
  private final Connections connections;
  private final Secrets secrets;
  private final JdbcClient sql;
  private final JdbcClient engine;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  EndingLater(
      Provider provider,
      CurrentCatalog catalog,
      Tenancy tenancy,
      Connections connections,
      Secrets secrets,
      JdbcClient sql,
      @Qualifier("engine") JdbcClient engine,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.provider = provider;
    this.catalog = catalog;
    this.tenancy = tenancy;
    this.connections = connections;
    this.secrets = secrets;
    this.sql = sql;
    this.engine = engine;
    this.clock = clock;
    this.events = events;
  }

  /** Keeps a credential to end it later. Call it inside the owner's rows, after its removal. */
  void keep(Owner owner, ConnectionId connection, String integration, Credential credential) {
    var now = clock.instant();
    secrets.put(owner, connection, FIELD, credential.asSecret(), null, "");
    sql.sql(
            """
            insert into revocations_due (owner_id, connection_id, owner_kind, integration, due_at, until)
            select owner_id, id, owner_kind, ?, ?, ? from connections where owner_id = ? and id = ?
            """)
        .param(integration)
        .param(at(now.plus(FIRST)))
        .param(at(now.plus(PATIENCE)))
        .param(owner.id())
        .param(connection.value())
        .update();
  }

  private record Due(
      Owner owner, ConnectionId connection, String integration, int attempts, Instant until) {}

  /** Tries each that is due once more. */
  void work() {
    claim().forEach(this::tryAgain);
  }

  private List<Due> claim() {
    var now = clock.instant();
    return engine
        .sql(
            """
            update revocations_due set due_at = ?, attempts = attempts + 1
            where (owner_id, connection_id) in (
              select owner_id, connection_id from revocations_due where due_at <= ?
              order by due_at limit ? for update skip locked)
            returning owner_kind, owner_id, connection_id, integration, attempts, until
            """)
        .param(at(now.plus(CLAIM)))
        .param(at(now))
        .param(AT_ONCE)
        .query((row, n) ->
            new Due(
                Owner.of(row.getString(1), uuid(row, 2)),
                new ConnectionId(uuid(row, 3)),
                row.getString(4),
                row.getInt(5),
                requiredInstant(row, 6)))
        .list();
  }

  private void tryAgain(Due due) {
    var scope = Scope.of(due.owner());
    var credential =
        tenancy.within(
            scope,
            () ->
                // The same account was connected again: it keeps what it was granted.
                connections.isConnectedElsewhere(due.owner(), due.connection(), null)
                    ? null
                    : credential(due));
    var entry = catalog.get().find(due.integration());
    if (credential == null || entry.isEmpty()) {
      tenancy.within(scope, () -> forget(due));
      return;
    }
    var answer = provider.revoke(entry.get(), credential);
    tenancy.within(
        scope,
        () -> {
          switch (answer) {
            case Revocation.NotNow _ when clock.instant().isBefore(due.until()) -> later(due);
            case Revocation.NotNow it -> over(due, false, it.manage());
            case Revocation.Failed it -> over(due, false, it.manage());
            case Revocation.NotOffered it -> over(due, false, it.manage());
            case Revocation.Revoked _ -> over(due, true, "");
          }
        });
  }

  private @Nullable Credential credential(Due due) {
    try {
      return secrets
          .find(due.owner(), due.connection(), FIELD)
          .map(it -> Credential.of(it.secret()))
          .orElse(null);
    } catch (Vault.Unreadable erased) {
      return null;
    }
  }

  private void later(Due due) {
    var pause = FIRST.multipliedBy(1L << Math.min(due.attempts(), 6));
    sql.sql("update revocations_due set due_at = ? where owner_id = ? and connection_id = ?")
        .param(at(clock.instant().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST)))
        .param(due.owner().id())
        .param(due.connection().value())
        .update();
  }

  private void over(Due due, boolean ended, String manage) {
    forget(due);
    if (due.owner() instanceof Owner.Workspace owner) {
      var gone = gone(due);
      events.publishEvent(
          Happening.of(
                  ended ? What.GRANT_ENDED : What.GRANT_NOT_ENDED,
                  clock.instant(),
                  owner.workspace(),
                  due.integration())
              .in(gone.flatMap(it -> Optional.ofNullable(it.install())).orElse(null))
              .to(due.connection(), gone.map(Gone::account).orElse(null))
              .saying(manage.isEmpty() ? Map.of() : Map.of("manage", manage)));
    }
  }

  private record Gone(@Nullable InstallId install, @Nullable String account) {}

  private Optional<Gone> gone(Due due) {
    return sql.sql(
            "select install_id, coalesce(label, account_name, account_id) from connections where owner_id = ? and id = ?")
        .param(due.owner().id())
        .param(due.connection().value())
        .query((row, n) -> {
          var install = row.getObject(1, UUID.class);
          return new Gone(install == null ? null : new InstallId(install), row.getString(2));
        })
        .optional();
  }

  private void forget(Due due) {
    secrets.erase(due.owner(), due.connection());
    sql.sql("delete from revocations_due where owner_id = ? and connection_id = ?")
        .param(due.owner().id())
        .param(due.connection().value())
        .update();
  }
}
