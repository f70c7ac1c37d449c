package io.patchbay.announcements;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Evidence;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.FactsChanged;
import io.patchbay.connections.Reason;
import io.patchbay.events.Announcement;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Works out an install's status at the end of each transaction that may have changed it, compares
 * it with what the host app was told last, and announces the difference in that same transaction:
 * once, whoever caused it, and in the order in which it came to be.
 */
@Component
class Announcing {
  /** PostgreSQL's last year is far off; this is far enough. */
  private static final Duration SOME_DAY = Duration.ofDays(36_500);

  /** Written down often, and of no weight for any status. */
  private static final Set<What> CHANGES_NOTHING =
      EnumSet.of(What.CREDENTIAL_READ, What.TOKEN_REFRESHED);

  private final JdbcClient sql;
  private final Installs installs;
  private final CurrentCatalog catalog;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;
  private final DataSource here;

  Announcing(
      DataSource app,
      JdbcClient sql,
      Installs installs,
      CurrentCatalog catalog,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.sql = sql;
    this.installs = installs;
    this.catalog = catalog;
    this.clock = clock;
    this.events = events;
    this.here = new TransactionAwareDataSourceProxy(app);
  }

  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
  void on(Happening happening) {
    if (!CHANGES_NOTHING.contains(happening.what())) {
      look(happening.workspace(), happening.integration(), false);
    }
  }

  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
  void on(FactsChanged changed) {
    look(changed.workspace(), changed.integration(), false);
  }

  /**
   * Call it inside the workspace's rows.
   *
   * @param byTime whether nothing but time passed, so that nobody else wrote down what happened
   */
  void look(WorkspaceId workspace, String integration, boolean byTime) {
    var entry = catalog.get().find(integration);
    var install = installs.id(integration);
    if (entry.isEmpty() || install.isEmpty()) {
      return;
    }
    var told = held(workspace, install.get().value(), integration);
    var facts = installs.find(here, workspace, integration).orElseThrow();
    var now = clock.instant();
    var status = InstallStatus.at(now, entry.get(), facts);
    var is = new LinkedHashMap<ConnectionId, Reason>();
    status.connections().forEach(it -> is.put(it.connection(), it.reason()));
    for (int i = 0; i < status.connections().size(); i++) {
      tell(
          workspace,
          facts,
          facts.connections().get(i),
          told,
          status.connections().get(i),
          now,
          byTime);
    }
    if (status.reason() != told.reason()) {
      events.publishEvent(
          new Announcement(
              UUID.randomUUID(),
              now,
              "status.changed",
              workspace,
              integration,
              facts.id(),
              status.speaks() == null ? null : status.speaks().id(),
              Map.of("old", said(told.reason()), "new", said(status))));
    }
    keep(workspace, facts, new Told(status.reason(), is), next(now, entry.get(), facts), now);
  }

  /** One look at a time: what is told depends on what was told before it. */
  private Told held(WorkspaceId workspace, UUID install, String integration) {
    sql.sql(
            """
            insert into announced_statuses (workspace_id, install_id, integration, label, reason, announced_at, look_at)
            values (?, ?, ?, 'not_set_up', 'nothing_connected', ?, ?) on conflict do nothing
            """)
        .param(workspace.value())
        .param(install)
        .param(integration)
        .param(at(clock.instant()))
        .param(at(clock.instant().plus(SOME_DAY)))
        .update();
    return sql.sql(
            """
            select reason, connections::text from announced_statuses
            where workspace_id = ? and install_id = ? for no key update
            """)
        .param(workspace.value())
        .param(install)
        .query((row, n) -> Told.of(row.getString(1), row.getString(2)))
        .optional()
        .orElse(Told.NOTHING);
  }

  private void tell(
      WorkspaceId workspace,
      InstallFacts install,
      ConnectionFacts facts,
      Told told,
      ConnectionStatus status,
      Instant now,
      boolean byTime) {
    var was = told.of(facts.id());
    boolean wasFailing = was != null && was.failing();
    boolean failed = status.reason().failing() && status.reason() != was;
    boolean recovered = wasFailing && !status.reason().failing();
    if (!failed && !recovered) {
      return;
    }
    var data = new LinkedHashMap<String, Object>();
    data.put("account", Objects.requireNonNullElse(facts.account().shown(), ""));
    if (was != null) {
      data.put("old", said(was));
    }
    data.put("new", said(status.reason(), status.since(), status.evidence()));
    events.publishEvent(
        new Announcement(
            UUID.randomUUID(),
            now,
            failed ? "connection.failed" : "connection.recovered",
            workspace,
            install.integration(),
            install.id(),
            facts.id(),
            data));
    if (byTime) {
      events.publishEvent(
          Happening.of(
                  failed ? What.CONNECTION_FAILED : What.CONNECTION_RECOVERED,
                  now,
                  workspace,
                  install.integration())
              .in(install.id())
              .to(facts.id(), facts.account().shown())
              .because(failed ? status.reason().word() : null)
              .saying(failed ? Map.of("reason", status.reason().word()) : Map.of()));
    }
  }

  private void keep(
      WorkspaceId workspace, InstallFacts install, Told told, Instant lookAt, Instant now) {
    sql.sql(
            """
            update announced_statuses set
              label = :label, reason = :reason, connections = :connections::jsonb, look_at = :look, claimed_until = null,
              announced_at = case when reason <> :reason then :now else announced_at end
            where workspace_id = :workspace and install_id = :install
            """)
        .param("label", told.reason().label().word())
        .param("reason", told.reason().word())
        .param("connections", told.json())
        .param("look", at(lookAt))
        .param("now", at(now))
        .param("workspace", workspace.value())
        .param("install", install.id().value())
        .update();
  }

  /** When time alone may change something: until then nobody has to look. */
  private static Instant next(Instant now, Integration entry, InstallFacts install) {
    var expected = Expectations.of(entry);
    return install.connections(entry.provider()).stream()
        .map(it -> ConnectionStatus.nextChange(now, it, expected))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Instant::compareTo)
        .orElse(now.plus(SOME_DAY));
  }

  private static Map<String, Object> said(Reason reason) {
    return Map.of("label", reason.label().word(), "reason", reason.word());
  }

  private static Map<String, Object> said(InstallStatus status) {
    var said = said(status.reason(), status.since(), status.evidence());
    said.put("failing", status.failing());
    return said;
  }

  private static Map<String, Object> said(
      Reason reason, @Nullable Instant since, List<Evidence> evidence) {
    var said = new LinkedHashMap<String, Object>(said(reason));
    if (since != null) {
      said.put("since", since.toString());
    }
    said.put("evidence", evidence.stream().map(Announcing::said).toList());
    return said;
  }

  private static Map<String, Object> said(Evidence evidence) {
    var said = new LinkedHashMap<String, Object>();
    said.put("fact", evidence.fact());
    if (evidence.connection() != null) {
      said.put("connection", evidence.connection().toString());
    }
    said.put("at", evidence.at().toString());
    if (evidence.code() != null) {
      said.put("code", evidence.code());
    }
    return said;
  }
}
