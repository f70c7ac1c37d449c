package io.patchbay.installs;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.texts;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.connections.Outage;
import io.patchbay.database.OneTrip;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a workspace turned on. Call it inside the workspace's rows. */
@Component
public class Installs {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient sql;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Installs(JdbcClient sql, InstantSource clock, ApplicationEventPublisher events) {
    this.sql = sql;
    this.clock = clock;
    this.events = events;
  }

  /** Adds to a trip what it takes to know every install of the workspace that the trip entered. */
  public static Reading all(OneTrip trip) {
    return new Reading(trip, null);
  }

  /** The same for one integration. */
  public static Reading one(OneTrip trip, String integration) {
    return new Reading(trip, integration);
  }

  /**
   * What a trip brings back, by integration; ask it after the trip has run. The workspace is asked
   * for in a subselect, which PostgreSQL evaluates once and not for every row.
   */
  public static final class Reading {
    private final Map<UUID, Draft> drafts = new LinkedHashMap<>();
    private final List<Outage> outages = new ArrayList<>(0);

    private final Map<UUID, Unobserved> unobserved = new HashMap<>();

    private Reading(OneTrip trip, @Nullable String integration) {
      var one = integration == null ? "" : " and i.integration = ?";
      List<String> values = integration == null ? List.of() : List.of(integration);
      trip.ask(
          """
          select i.id, i.integration, coalesce(i.begun_at, i.created_at), i.requires_billing_admin, i.disabled_at, i.disabled_by, m.name
          from installs i
          left join members m on m.workspace_id = i.workspace_id and m.person_id = i.disabled_by
          where i.workspace_id = (select current_workspace())\
          """
              + one,
          values,
          rows -> {
            while (rows.next()) {
              drafts.put(uuid(rows, 1), new Draft(rows));
            }
          });
      var ofOne = integration == null ? "" : " and c.integration = ?";
      trip.ask(
          "select c.install_id, "
              + ConnectionRows.ACCOUNT
              + " from connections c where c.owner_id = (select current_workspace()) and c.removed_at is null"
              + ofOne,
          values,
          rows -> {
            while (rows.next()) {
              unobserved.put(
                  uuid(rows, 4), new Unobserved(draft(rows), ConnectionRows.named(rows, 2)));
            }
          });
      // Not joined: a workspace's id is all that a plan knows of either table, so that it may well
      // compare each connection with each observation. What was observed of a removed one is passed
      // over.
      var observedOfOne =
          integration == null
              ? ""
              : """
               and o.connection_id = any(array(
                select c.id from connections c where c.owner_id = (select current_workspace()) and c.integration = ?))\
              """;
      trip.ask(
          "select o.connection_id, "
              + ConnectionRows.OBSERVED
              + " from observations o where o.owner_id = (select current_workspace())"
              + observedOfOne,
          values,
          this::observations);
      trip.ask(
          "select l.install_id, "
              + ConnectionRows.COLUMNS
              + """
              , m.name
              from personal_links l
              join connections c on c.owner_id = l.person_id and c.id = l.connection_id
              join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
              left join members m on m.workspace_id = l.workspace_id and m.person_id = l.person_id
              where l.workspace_id = (select current_workspace()) and l.unlinked_at is null and c.removed_at is null\
              """
              + ofOne,
          values,
          this::personal);
      var ofInstall =
          integration == null
              ? ""
              : " and install_id = (select id from installs i where i.workspace_id = (select current_workspace()) and i.integration = ?)";
      trip.ask(
          """
          select install_id, step, array(select jsonb_object_keys(choices)), skipped_at is not null, choices is not null, connection_id
          from step_results
          where workspace_id = (select current_workspace())\
          """
              + ofInstall,
          values,
          rows -> {
            while (rows.next()) {
              if (rows.getBoolean(5)) {
                draft(rows).save(rows.getString(2), uuid(rows, 6), texts(rows, 3));
              }
              if (rows.getBoolean(4)) {
                draft(rows).skipped.add(rows.getString(2));
              }
            }
          });
      trip.ask(
          """
          select install_id, kind, count(*)
          from resources
          where workspace_id = (select current_workspace()) and unlinked_at is null\
          """
              + ofInstall
              + " group by install_id, kind",
          values,
          rows -> {
            while (rows.next()) {
              draft(rows).picked.put(rows.getString(2), rows.getInt(3));
            }
          });
      trip.ask(
          "select provider, bucket, code, began_at, last_probe_at, failed_probes + 1 from incidents where ended_at is null",
          List.of(),
          this::outages);
    }

    private void outages(ResultSet rows) throws SQLException {
      while (rows.next()) {
        outages.add(
            new Outage(
                rows.getString(1),
                Failure.of(rows.getString(2)),
                rows.getString(3),
                requiredInstant(rows, 4),
                requiredInstant(rows, 5),
                rows.getInt(6)));
      }
    }

    private void observations(ResultSet rows) throws SQLException {
      while (rows.next()) {
        var one = unobserved.get(uuid(rows, 1));
        if (one != null) {
          one.draft().connections.add(one.named().observed(rows, 2));
        }
      }
    }

    private void personal(ResultSet rows) throws SQLException {
      while (rows.next()) {
        var draft = draft(rows);
        var facts = ConnectionRows.read(rows, 2);
        var owner = rows.getString(2 + ConnectionRows.WIDTH);
        draft.connections.add(facts);
        draft.owners.put(facts.id(), owner == null ? "" : owner);
      }
    }

    private Draft draft(ResultSet rows) throws SQLException {
      var install = uuid(rows, 1);
      var draft = drafts.get(install);
      if (draft == null) {
        throw new IllegalStateException(
            "A row names the install " + install + ", which this trip did not read");
      }
      return draft;
    }

    public Map<String, InstallFacts> byIntegration() {
      var facts = new HashMap<String, InstallFacts>(drafts.size() * 2);
      drafts.forEach((id, draft) -> facts.put(draft.integration, draft.facts(id, outages)));
      return facts;
    }
  }

  private record Unobserved(Draft draft, ConnectionRows.Named named) {}

  private static final class Draft {
    private static final Comparator<ConnectionFacts> OLDEST_FIRST =
        Comparator.comparing(ConnectionFacts::createdAt).thenComparing(it -> it.id().value());

    final String integration;
    final Instant createdAt;
    final boolean requiresBillingAdmin;
    final InstallFacts.@Nullable Disabled disabled;
    final List<ConnectionFacts> connections = new ArrayList<>(4);
    final Map<String, Set<String>> saved = new HashMap<>(4);
    final Map<String, Map<UUID, Set<String>>> savedFor = new HashMap<>(0);
    final Set<String> skipped = new HashSet<>(2);
    final Map<String, Integer> picked = new HashMap<>(2);
    final Map<ConnectionId, String> owners = new HashMap<>(0);

    Draft(ResultSet rows) throws SQLException {
      integration = rows.getString(2);
      createdAt = requiredInstant(rows, 3);
      requiresBillingAdmin = rows.getBoolean(4);
      var disabledAt = instant(rows, 5);
      var name = rows.getString(7);
      disabled =
          disabledAt == null
              ? null
              : new InstallFacts.Disabled(
                  disabledAt, new PersonId(uuid(rows, 6)), name == null ? "" : name);
    }

    void save(String step, @Nullable UUID connection, Set<String> fields) {
      if (connection == null) {
        saved.put(step, fields);
      } else {
        savedFor.computeIfAbsent(step, it -> new HashMap<>()).put(connection, fields);
      }
    }

    /** What is asked of each connection is saved where every one of them has it. */
    private void savedForEach(String step, Map<UUID, Set<String>> answered) {
      Set<String> fields = null;
      for (var connection : connections) {
        var of = answered.get(connection.id().value());
        if (of == null) {
          return;
        }
        fields = fields == null ? new HashSet<>(of) : fields;
        fields.retainAll(of);
      }
      if (fields != null) {
        saved.put(step, fields);
      }
    }

    InstallFacts facts(UUID id, List<Outage> outages) {
      connections.sort(OLDEST_FIRST);
      savedFor.forEach(this::savedForEach);
      return new InstallFacts(
          new InstallId(id),
          integration,
          createdAt,
          requiresBillingAdmin,
          disabled,
          connections,
          saved,
          skipped,
          picked,
          outages,
          owners);
    }
  }

  /** The facts of one integration, in a trip of its own inside the rows already entered. */
  public Optional<InstallFacts> find(DataSource source, WorkspaceId workspace, String integration) {
    var trip =
        new OneTrip()
            .ask(
                "select set_config('app.workspace', ?, true)",
                List.of(workspace.toString()),
                rows -> {});
    var reading = one(trip, integration);
    trip.run(source);
    return Optional.ofNullable(reading.byIntegration().get(integration));
  }

  /**
   * The install of an integration, turned on now if it was not: the first Connect creates it,
   * enabled. One that was emptied begins again.
   */
  public InstallId ensure(WorkspaceId workspace, Integration integration, PersonId by) {
    sql.sql(
            """
            insert into installs (workspace_id, integration, created_at, created_by, requires_billing_admin)
            values (?, ?, ?, ?, ?)
            on conflict (workspace_id, integration) do update set begun_at = excluded.created_at
            where not exists (select 1 from connections c
                              where c.owner_id = installs.workspace_id and c.install_id = installs.id and c.removed_at is null)
              and not exists (select 1 from personal_links l
                              where l.workspace_id = installs.workspace_id and l.install_id = installs.id and l.unlinked_at is null)
              and not exists (select 1 from step_results s
                              where s.workspace_id = installs.workspace_id and s.install_id = installs.id)
            """)
        .param(workspace.value())
        .param(integration.slug())
        .param(at(clock.instant()))
        .param(by.value())
        .param(integration.sensitive())
        .update();
    return id(integration.slug()).orElseThrow();
  }

  public Optional<InstallId> id(String integration) {
    return sql.sql(
            "select id from installs where workspace_id = current_workspace() and integration = ?")
        .param(integration)
        .query((row, n) -> new InstallId(uuid(row, 1)))
        .optional();
  }

  /**
   * Whether this integration asks for the billing flag here: the install says so, and before there
   * is one, the catalog.
   */
  public boolean sensitive(Integration integration) {
    return sql.sql(
            "select requires_billing_admin from installs where workspace_id = current_workspace() and integration = ?")
        .param(integration.slug())
        .query(Boolean.class)
        .optional()
        .orElse(integration.sensitive());
  }

  /**
   * @return what to show as the outcome, or nothing if it was disabled already
   */
  public Optional<Happening> disable(WorkspaceId workspace, String integration, PersonId by) {
    return change(
        "update installs set disabled_at = :now, disabled_by = :by where workspace_id = :workspace and integration = :integration and disabled_at is null",
        What.DISABLED,
        workspace,
        integration,
        by);
  }

  public Optional<Happening> enable(WorkspaceId workspace, String integration, PersonId by) {
    return change(
        "update installs set disabled_at = null, disabled_by = null where workspace_id = :workspace and integration = :integration and disabled_at is not null and :by::uuid is not null and :now::timestamptz is not null",
        What.ENABLED,
        workspace,
        integration,
        by);
  }

  /** Whether it takes an Admin or the billing flag to manage it from now on. */
  public Optional<Happening> requireBillingAdmin(
      WorkspaceId workspace, String integration, boolean required, PersonId by) {
    return change(
        "update installs set requires_billing_admin = "
            + required
            + " where workspace_id = :workspace and integration = :integration and requires_billing_admin <> "
            + required
            + " and :by::uuid is not null and :now::timestamptz is not null",
        required ? What.BILLING_ADMIN_REQUIRED : What.BILLING_ADMIN_NOT_REQUIRED,
        workspace,
        integration,
        by);
  }

  private Optional<Happening> change(
      String statement, What what, WorkspaceId workspace, String integration, PersonId by) {
    var now = clock.instant();
    int changed =
        sql.sql(statement)
            .param("now", at(now))
            .param("by", by.value())
            .param("workspace", workspace.value())
            .param("integration", integration)
            .update();
    if (changed == 0) {
      return Optional.empty();
    }
    var happening =
        Happening.of(what, now, workspace, integration).in(id(integration).orElse(null)).by(by);
    events.publishEvent(happening);
    return Optional.of(happening);
  }

  /** What was chosen in one step, by field; several values of one field stand in order. */
  public Map<String, List<String>> choices(InstallId install, String step) {
    return choices(install, step, null);
  }

  /**
   * The same for one connection.
   *
   * @param connection null for the whole install
   */
  public Map<String, List<String>> choices(
      InstallId install, String step, @Nullable ConnectionId connection) {
    return sql.sql(
            """
            select choices::text from step_results
            where workspace_id = current_workspace() and install_id = ? and step = ? and choices is not null
              and connection_id is not distinct from ?::uuid
            """)
        .param(install.value())
        .param(step)
        .param(connection == null ? null : connection.value())
        .query(String.class)
        .optional()
        .map(text -> JSON.readValue(text, new TypeReference<Map<String, List<String>>>() {}))
        .orElse(Map.of());
  }

  /**
   * Keeps what was chosen. Two people in the same step: the fields that only one of them set are
   * both kept.
   */
  public Happening save(
      WorkspaceId workspace,
      Integration integration,
      String step,
      Map<String, List<String>> choices,
      PersonId by) {
    return save(workspace, integration, step, null, choices, by);
  }

  /**
   * The same for one connection.
   *
   * @param connection null for the whole install
   */
  public Happening save(
      WorkspaceId workspace,
      Integration integration,
      String step,
      @Nullable ConnectionId connection,
      Map<String, List<String>> choices,
      PersonId by) {
    var install = ensure(workspace, integration, by);
    var now = clock.instant();
    boolean first =
        sql.sql(
                """
                insert into step_results as s (workspace_id, install_id, step, connection_id, choices, saved_at, saved_by)
                values (?, ?, ?, ?::uuid, ?::jsonb, ?, ?)
                on conflict (workspace_id, install_id, step, connection_id) do update
                set choices = coalesce(s.choices, '{}') || excluded.choices, skipped_at = null,
                    saved_at = excluded.saved_at, saved_by = excluded.saved_by
                returning xmax = 0
                """)
            .param(workspace.value())
            .param(install.value())
            .param(step)
            .param(connection == null ? null : connection.value())
            .param(JSON.writeValueAsString(choices))
            .param(at(now))
            .param(by.value())
            .query(Boolean.class)
            .single();
    var happening =
        Happening.of(What.CHOICES_SAVED, now, workspace, integration.slug())
            .in(install)
            .by(by)
            .because(step)
            .saying(Map.of("first", String.valueOf(first)));
    events.publishEvent(happening);
    return happening;
  }

  public void skip(WorkspaceId workspace, Integration integration, String step, PersonId by) {
    var install = ensure(workspace, integration, by);
    sql.sql(
            """
            insert into step_results (workspace_id, install_id, step, skipped_at, saved_at, saved_by)
            values (?, ?, ?, ?, ?, ?)
            on conflict (workspace_id, install_id, step, connection_id) do update set skipped_at = excluded.skipped_at
            """)
        .param(workspace.value())
        .param(install.value())
        .param(step)
        .param(at(clock.instant()))
        .param(at(clock.instant()))
        .param(by.value())
        .update();
  }

  /** Forgets every choice, so that the card is Not set up again. */
  public void forgetChoices(InstallId install) {
    sql.sql("delete from step_results where workspace_id = current_workspace() and install_id = ?")
        .param(install.value())
        .update();
  }
}
