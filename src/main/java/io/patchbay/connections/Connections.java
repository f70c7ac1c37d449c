package io.patchbay.connections;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.time;

import io.patchbay.catalog.Integration;
import io.patchbay.database.OneTrip;
import io.patchbay.database.Scope;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.CheckResult;
import io.patchbay.vault.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The accounts under an install, and what was observed of each. Call it inside the owner's rows.
 */
@Component
public class Connections {
  private final DataSource app;
  private final JdbcClient sql;
  private final Secrets secrets;
  private final DueTimes times;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Connections(
      DataSource app,
      JdbcClient sql,
      Secrets secrets,
      DueTimes times,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.app = app;
    this.sql = sql;
    this.secrets = secrets;
    this.times = times;
    this.clock = clock;
    this.events = events;
  }

  /** One connection with the entry it belongs to. */
  public record Found(
      ConnectionFacts facts,
      String integration,
      @Nullable InstallId install,
      PersonId connectedBy) {}

  public Optional<Found> find(ConnectionId id) {
    return select(id, "");
  }

  /**
   * One connection as a trip brought it along.
   *
   * @param version of its observations: whoever writes them makes it another
   */
  public record Seen(Found found, String version) {}

  /** What {@link #seen} reads, of {@code connections c join observations o}. */
  public static final String SEEN =
      "c.integration, c.install_id, c.connected_by, " + ConnectionRows.COLUMNS + ", o.xmin::text";

  /** Of a row that begins with {@link #SEEN}. */
  public static Seen seen(ResultSet row) throws SQLException {
    return new Seen(found(row), row.getString(4 + ConnectionRows.WIDTH));
  }

  private static Found found(ResultSet row) throws SQLException {
    var install = row.getObject(2, UUID.class);
    return new Found(
        ConnectionRows.read(row, 4),
        row.getString(1),
        install == null ? null : new InstallId(install),
        new PersonId(row.getObject(3, UUID.class)));
  }

  private Optional<Found> select(ConnectionId id, String lock) {
    return sql.sql(
            "select c.integration, c.install_id, c.connected_by, "
                + ConnectionRows.COLUMNS
                + """

                from connections c
                join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
                where c.id = ? and c.removed_at is null
                """
                + lock)
        .param(id.value())
        .query((row, n) -> found(row))
        .optional();
  }

  /** The living connection of an account at an install, if it is there already. */
  public Optional<ConnectionId> ofAccount(InstallId install, String accountId) {
    return sql.sql(
            "select id from connections where owner_id = current_workspace() and install_id = ? and account_id = ? and removed_at is null")
        .param(install.value())
        .param(accountId)
        .query((row, n) -> new ConnectionId(row.getObject(1, UUID.class)))
        .optional();
  }

  /** Starts a connection that stays a person's own. */
  public ConnectionId beginOwn(PersonId person, Integration integration) {
    var id =
        new ConnectionId(
            sql.sql(
                    """
                    insert into connections (owner_id, owner_kind, integration, connected_by, created_at)
                    values (?, 'person', ?, ?, ?) returning id
                    """)
                .param(person.value())
                .param(integration.slug())
                .param(person.value())
                .param(at(clock.instant()))
                .query(UUID.class)
                .single());
    sql.sql("insert into observations (owner_id, connection_id) values (?, ?)")
        .param(person.value())
        .param(id.value())
        .update();
    sql.sql(
            "insert into checks_due (owner_id, owner_kind, connection_id, due_at) values (?, 'person', ?, ?)")
        .param(person.value())
        .param(id.value())
        .param(at(clock.instant()))
        .update();
    return id;
  }

  /** Starts a connection of a workspace. Its account is named by the first answered check. */
  public ConnectionId begin(
      WorkspaceId workspace, InstallId install, Integration integration, PersonId by) {
    var id =
        new ConnectionId(
            sql.sql(
                    """
                    insert into connections (owner_id, owner_kind, integration, install_id, connected_by, created_at)
                    values (?, 'workspace', ?, ?, ?, ?) returning id
                    """)
                .param(workspace.value())
                .param(integration.slug())
                .param(install.value())
                .param(by.value())
                .param(at(clock.instant()))
                .query(UUID.class)
                .single());
    sql.sql("insert into observations (owner_id, connection_id) values (?, ?)")
        .param(workspace.value())
        .param(id.value())
        .update();
    sql.sql(
            "insert into checks_due (owner_id, owner_kind, connection_id, due_at) values (?, 'workspace', ?, ?)")
        .param(workspace.value())
        .param(id.value())
        .param(at(clock.instant()))
        .update();
    return id;
  }

  /**
   * Writes down what a check said, and when to ask again. What was known before decides whether
   * this is a failure or a recovery that somebody should hear of.
   *
   * @param fallbackScopes what the token's answer granted, where the check names no scopes
   */
  public void observe(
      Integration integration,
      ConnectionId id,
      CheckResult result,
      @Nullable Set<String> fallbackScopes) {
    if (observeIfThere(integration, id, result, fallbackScopes).isEmpty()) {
      throw new IllegalStateException("Connection " + id + " is not there any more");
    }
  }

  /**
   * The same for a connection that may have been removed meanwhile.
   *
   * @return what is known after it
   */
  public Optional<ConnectionFacts> observeIfThere(
      Integration integration,
      ConnectionId id,
      CheckResult result,
      @Nullable Set<String> fallbackScopes) {
    return observeIf(integration, id, result, fallbackScopes, () -> true);
  }

  /**
   * The same where it is still about what is kept.
   *
   * @param kept asked once nobody else may change what is known of the connection
   * @return empty where it is not, or was removed, and nothing was written
   */
  public Optional<ConnectionFacts> observeIf(
      Integration integration,
      ConnectionId id,
      CheckResult result,
      @Nullable Set<String> fallbackScopes,
      BooleanSupplier kept) {
    return changing(
        integration,
        id,
        kept,
        known -> {
          var now = clock.instant();
          remember(known, id, now, result);
          switch (result) {
            case CheckResult.Answered answered -> answered(known, answered, fallbackScopes, now);
            case CheckResult.Refused refused ->
                refused(known, refused.bucket().word(), code(known, refused), null, now);
            case CheckResult.Unreachable unreachable -> unreachable(known, unreachable, now);
          }
          times.after(known, integration, result, now);
        });
  }

  /**
   * Changes what is known of a connection, one change at a time, and tells of it where that makes
   * it fail or recover.
   *
   * @param change is given what was known; it writes observations
   * @return what is known after it; empty where there is no such living connection
   */
  public Optional<ConnectionFacts> changing(
      Integration integration, ConnectionId id, Consumer<ConnectionFacts> change) {
    return changing(integration, id, () -> true, change);
  }

  private Optional<ConnectionFacts> changing(
      Integration integration,
      ConnectionId id,
      BooleanSupplier still,
      Consumer<ConnectionFacts> change) {
    return select(id, "for no key update of o")
        .filter(locked -> still.getAsBoolean())
        .map(found -> {
          var now = clock.instant();
          var expected = Expectations.of(integration);
          var before = ConnectionStatus.at(now, found.facts(), expected);
          change.accept(found.facts());
          var facts = find(id).orElseThrow().facts();
          var after = ConnectionStatus.at(now, facts, expected);
          announce(found, before, facts, after, now);
          var next = ConnectionStatus.nextChange(now, facts, expected);
          var nextBefore = ConnectionStatus.nextChange(now, found.facts(), expected);
          if (after.reason() != before.reason() || isSooner(next, nextBefore)) {
            tell(found, now);
          }
          return facts;
        });
  }

  /**
   * The same in one trip, for most checks say what is known already. Call it outside of the owner's
   * rows.
   *
   * @return false where nothing was written, because more changes by it or somebody wrote
   *     meanwhile: then {@link #observeIfThere} decides
   */
  public boolean confirm(
      Integration integration,
      Seen seen,
      CheckResult result,
      @Nullable Set<String> fallbackScopes) {
    var now = clock.instant();
    var known = seen.found().facts();
    return result instanceof CheckResult.Answered answered
        && saysWhatIsKnown(known, answered, fallbackScopes)
        && changesNothing(known, Expectations.of(integration), now)
        && confirmed(known, seen.version(), now, DueTimes.afterAnswer(integration, now));
  }

  private static boolean saysWhatIsKnown(
      ConnectionFacts known, CheckResult.Answered answered, @Nullable Set<String> fallbackScopes) {
    var granted = answered.granted() != null ? answered.granted() : fallbackScopes;
    return known.firstOk() != null
        && known.okSince() != null
        && known.refusal() == null
        && known.silence() == null
        && isSame(known.account(), answered.account())
        && (granted == null || (known.grant() != null && known.grant().scopes().equals(granted)));
  }

  /** Nobody has to hear of it: it only makes later what time alone would bring. */
  private static boolean changesNothing(ConnectionFacts known, Expectations expected, Instant now) {
    var after = known.answeredAgain(now);
    return ConnectionStatus.at(now, known, expected).reason()
            == ConnectionStatus.at(now, after, expected).reason()
        && !isSooner(
            ConnectionStatus.nextChange(now, after, expected),
            ConnectionStatus.nextChange(now, known, expected));
  }

  private static final String CONFIRM =
      """
      with seen as (
        update observations o set last_ok_at = ?, last_attempt_at = ?
        where o.owner_id = ? and o.connection_id = ? and o.xmin = ?::xid
          and exists (select 1 from connections c where c.owner_id = o.owner_id and c.id = o.connection_id and c.removed_at is null)
        returning o.owner_id, o.connection_id, o.last_ok_at as at
      ), kept as (
        insert into check_history (owner_id, connection_id, at, outcome)
        select owner_id, connection_id, at, 'answered' from seen
      ), next as (
        update checks_due d set due_at = ?, claimed_until = null, held_by = null, mishaps = 0
        from seen where d.owner_id = seen.owner_id and d.connection_id = seen.connection_id
      )
      select 1 from seen\
      """;

  private boolean confirmed(ConnectionFacts known, String version, Instant now, Instant due) {
    var written = new AtomicBoolean();
    OneTrip.inside(Scope.of(known.owner()))
        .ask(
            CONFIRM,
            List.of(
                time(now), time(now), known.owner().id(), known.id().value(), version, time(due)),
            rows -> written.set(rows.next()))
        .run(app);
    return written.get();
  }

  /** That there is none is no news where an operator ended it. */
  private static String code(ConnectionFacts known, CheckResult.Refused refused) {
    return refused.code().equals("credential_missing")
            && known.refusal() != null
            && known.refusal().code().equals(ConnectionFacts.ENDED_BY_OPERATOR)
        ? ConnectionFacts.ENDED_BY_OPERATOR
        : refused.code();
  }

  private void answered(
      ConnectionFacts known,
      CheckResult.Answered answered,
      @Nullable Set<String> fallbackScopes,
      Instant now) {
    var account = answered.account();
    boolean another =
        known.account().id() == null
            ? isConnectedElsewhere(known.owner(), known.id(), account.id())
            : !known.account().id().equals(account.id());
    if (another) {
      refused(known, "login_expired", "wrong_account", account.name(), now);
      return;
    }
    if (!isSame(known.account(), account)) {
      sql.sql(
              "update connections set account_id = ?, account_name = ?, account_url = ? where id = ?")
          .param(account.id())
          .param(account.name())
          .param(account.url())
          .param(known.id().value())
          .update();
    }
    var granted = answered.granted() != null ? answered.granted() : fallbackScopes;
    sql.sql(
            """
            update observations set
              first_ok_at = coalesce(first_ok_at, :now), last_ok_at = :now, last_attempt_at = :now,
              ok_since = case when refused_since is null then coalesce(case when :wasTrouble then null else ok_since end, :now) else :now end,
              refused_as = null, refused_code = null, refused_since = null, refused_at = null, refused_detail = null,
              unreachable_as = null, unreachable_code = null, unreachable_since = null, unreachable_at = null,
              unreachable_attempts = 0, retry_not_before = null,
              granted_at = case
                when :scopes::text[] is null then granted_at
                when granted_scopes is not distinct from :scopes::text[] then granted_at
                else :now end,
              granted_scopes = coalesce(:scopes::text[], granted_scopes)
            where connection_id = :id
            """)
        .param("now", at(now))
        .param("wasTrouble", ConnectionStatus.silentTooLong(now, known))
        .param("scopes", granted == null ? null : granted.stream().sorted().toArray(String[]::new))
        .param("id", known.id().value())
        .update();
  }

  /**
   * Whether another living connection of the same owner and entry is of this account. One that was
   * kept untested may turn out to be, and one that was removed may be there again.
   *
   * @param accountId null for the account that this connection itself is of
   */
  public boolean isConnectedElsewhere(
      Owner owner, ConnectionId connection, @Nullable String accountId) {
    return sql.sql(
            """
            select exists (
              select 1 from connections mine join connections other
                on other.owner_id = mine.owner_id and other.integration = mine.integration and other.removed_at is null
              where mine.owner_id = ? and mine.id = ? and other.id <> mine.id
                and other.account_id = coalesce(?::text, mine.account_id))
            """)
        .param(owner.id())
        .param(connection.value())
        .param(accountId)
        .query(Boolean.class)
        .single();
  }

  private static boolean isSame(ConnectionFacts.Account known, CheckResult.Account account) {
    return account.id().equals(known.id())
        && Objects.equals(account.name(), known.name())
        && Objects.equals(account.url(), known.url());
  }

  private void refused(
      ConnectionFacts known, String as, String code, @Nullable String detail, Instant now) {
    sql.sql(
            """
            update observations set
              last_attempt_at = :now, ok_since = null,
              refused_since = case
                when refused_as = :as and :as = 'login_expired' and (refused_code in ('wrong_account', 'refresh_interrupted', 'ended_by_operator') or :code in ('wrong_account', 'refresh_interrupted', 'ended_by_operator')) and refused_code <> :code then :now
                when refused_as = :as then refused_since
                else :now end,
              refused_as = :as, refused_code = :code, refused_at = :now, refused_detail = :detail,
              unreachable_as = null, unreachable_code = null, unreachable_since = null, unreachable_at = null,
              unreachable_attempts = 0, retry_not_before = null
            where connection_id = :id
            """)
        .param("now", at(now))
        .param("as", as)
        .param("code", code)
        .param("detail", detail)
        .param("id", known.id().value())
        .update();
  }

  /** Nobody answered: what was known stays known. */
  private void unreachable(
      ConnectionFacts known, CheckResult.Unreachable unreachable, Instant now) {
    sql.sql(
            """
            update observations set
              last_attempt_at = :now,
              unreachable_since = coalesce(unreachable_since, :now), unreachable_as = :as, unreachable_code = :code,
              unreachable_at = :now, unreachable_attempts = unreachable_attempts + 1,
              retry_not_before = :notBefore
            where connection_id = :id
            """)
        .param("now", at(now))
        .param("as", unreachable.bucket().word())
        .param("code", unreachable.code())
        .param(
            "notBefore",
            at(unreachable.retryAfter() == null ? null : now.plus(unreachable.retryAfter())))
        .param("id", known.id().value())
        .update();
  }

  private void remember(ConnectionFacts known, ConnectionId id, Instant now, CheckResult result) {
    var history =
        sql.sql(
                "insert into check_history (owner_id, connection_id, at, outcome, bucket, code) values (?, ?, ?, ?, ?, ?)")
            .param(known.owner().id())
            .param(id.value())
            .param(at(now));
    switch (result) {
      case CheckResult.Answered _ -> history.param("answered").param(null).param(null).update();
      case CheckResult.Refused it ->
          history.param("refused").param(it.bucket().word()).param(it.code()).update();
      case CheckResult.Unreachable it ->
          history.param("unreachable").param(it.bucket().word()).param(it.code()).update();
    }
  }

  private void announce(
      Found found,
      ConnectionStatus before,
      ConnectionFacts facts,
      ConnectionStatus after,
      Instant now) {
    boolean failed =
        after.reason().failing()
            && (!before.reason().failing() || before.reason() != after.reason());
    boolean recovered = before.reason().failing() && !after.reason().failing();
    if ((failed || recovered) && found.facts().owner() instanceof Owner.Workspace owner) {
      var refusal = facts.refusal();
      events.publishEvent(
          Happening.of(
                  failed ? What.CONNECTION_FAILED : What.CONNECTION_RECOVERED,
                  now,
                  owner.workspace(),
                  found.integration())
              .in(found.install())
              .to(facts.id(), facts.account().shown())
              .because(
                  failed && refusal != null
                      ? refusal.code()
                      : failed ? after.reason().word() : null)
              .saying(failed ? Map.of("reason", after.reason().word()) : Map.of()));
    }
  }

  private static boolean isSooner(@Nullable Instant next, @Nullable Instant before) {
    return next != null && (before == null || next.isBefore(before));
  }

  /** A workspace's own rows are looked at in this transaction, those of others soon. */
  private void tell(Found found, Instant now) {
    switch (found.facts().owner()) {
      case Owner.Workspace it ->
          events.publishEvent(new FactsChanged(it.workspace(), found.integration()));
      case Owner.Person _ ->
          sql.sql("select look_where_linked(?, ?)")
              .param(found.facts().id().value())
              .param(at(now))
              .query()
              .singleRow();
    }
  }

  /** Erases the secret and unlinks what was picked; the row and its history stay. */
  public void remove(ConnectionFacts connection, PersonId by, String why) {
    secrets.erase(connection.owner(), connection.id());
    var now = at(clock.instant());
    sql.sql(
            "update connections set removed_at = ?, removed_by = ?, removed_why = ? where id = ? and removed_at is null")
        .param(now)
        .param(by.value())
        .param(why)
        .param(connection.id().value())
        .update();
    sql.sql(
            "update resources set unlinked_at = ?, unlinked_by = ? where connection_id = ? and unlinked_at is null")
        .param(now)
        .param(by.value())
        .param(connection.id().value())
        .update();
    sql.sql("delete from checks_due where connection_id = ?")
        .param(connection.id().value())
        .update();
    sql.sql("delete from webhook_endpoints where connection_id = ?")
        .param(connection.id().value())
        .update();
  }

  public void label(ConnectionId id, @Nullable String label) {
    sql.sql("update connections set label = ? where id = ?")
        .param(label)
        .param(id.value())
        .update();
  }

  /** A renewed token's answer named its scopes: one that is gone is noticed here, too. */
  public void granted(Integration integration, ConnectionId id, Set<String> scopes) {
    changing(
        integration,
        id,
        known ->
            sql.sql(
                    """
                    update observations set
                      granted_at = case when granted_scopes is not distinct from :scopes::text[] then granted_at else :now end,
                      granted_scopes = :scopes::text[]
                    where owner_id = :owner and connection_id = :id
                    """)
                .param("scopes", scopes.stream().sorted().toArray(String[]::new))
                .param("now", at(clock.instant()))
                .param("owner", known.owner().id())
                .param("id", id.value())
                .update());
  }
}
