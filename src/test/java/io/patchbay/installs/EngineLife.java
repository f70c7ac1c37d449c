package io.patchbay.installs;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.health.ByHand;
import io.patchbay.health.Checking;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.resources.Gone;
import io.patchbay.syncs.SyncReport;
import io.patchbay.syncs.SyncRuns;
import io.patchbay.testing.Database;
import io.patchbay.vault.Secrets;
import io.patchbay.webhooks.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One history as the engine lives it, in a workspace of its own: checks ask the pretend provider,
 * some of them with a token that ended and is renewed first; reports and deliveries arrive; what
 * the breaker puts aside comes once two of the provider's probes were answered.
 */
final class EngineLife {
  private static final Object PROBING = new Object();

  private final ApplicationContext program;
  private final OwnTime clock;
  private final PretendAnswers.Script script;
  private final Tenancy tenancy;
  private final Installs installs;
  private final Connections connections;
  private final JdbcClient sql;
  private final Integration entry;
  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.person("Ada");
  private final Map<Integer, ConnectionId> connected = new HashMap<>();
  private final List<Happening> lived = new ArrayList<>();
  private int probes;

  EngineLife(
      ApplicationContext program, OwnTime clock, PretendAnswers provider, Integration entry) {
    this.program = program;
    this.clock = clock;
    this.script = provider.script();
    this.entry = entry;
    tenancy = program.getBean(Tenancy.class);
    installs = program.getBean(Installs.class);
    connections = program.getBean(Connections.class);
    sql = program.getBean(JdbcClient.class);
  }

  /** What happened: the history, and what the provider answered to probes. */
  History live(History history) {
    clock.set(history.installedAt());
    within(() -> installs.ensure(workspace, entry, ada));
    for (var happening : history.happenings()) {
      clock.set(happening.at());
      happen(happening);
    }
    clock.set(history.now());
    return new History(
        history.seed(), entry, history.installedAt(), List.copyOf(lived), history.now());
  }

  InstallFacts facts() {
    return within(() -> installs.find(Database.app(), workspace, entry.slug()).orElseThrow());
  }

  int probes() {
    return probes;
  }

  private <T> T within(Supplier<T> work) {
    return tenancy.within(Scope.of(workspace, ada), work);
  }

  private void within(Runnable work) {
    tenancy.within(Scope.of(workspace, ada), work);
  }

  private void happen(Happening happening) {
    lived.add(happening);
    switch (happening) {
      case Happening.Connected it -> within(() -> connect(it));
      case Happening.Answered it -> check(it);
      case Happening.Refused it -> check(it);
      case Happening.Unreachable it -> check(it);
      case Happening.SyncRun it -> report(it);
      case Happening.Delivery it -> deliver(it);
      case Happening.Linked it -> within(() -> link(it));
      case Happening.Unlinked it -> within(() -> unlink(it));
      case Happening.Vanished it -> within(() -> vanish(it));
      case Happening.Returned it -> within(() -> mark(it, null));
      case Happening.Removed it ->
          within(() -> connections.remove(known(it), ada, "a history's end"));
      case Happening.Saved it -> within(() -> save(it));
      case Happening.Skipped it -> within(() -> installs.skip(workspace, entry, it.step(), ada));
      case Happening.Cleared _ ->
          within(() -> installs.forgetChoices(installs.id(entry.slug()).orElseThrow()));
      case Happening.Disabled _ -> {
        // A second time changes nothing; the history means the latest.
        within(() -> installs.enable(workspace, entry.slug(), ada));
        within(() -> installs.disable(workspace, entry.slug(), ada));
      }
      case Happening.Enabled _ -> within(() -> installs.enable(workspace, entry.slug(), ada));
    }
  }

  private void connect(Happening.Connected it) {
    var install = installs.ensure(workspace, entry, ada);
    var id = connections.begin(workspace, install, entry, ada);
    connected.put(it.who(), id);
    keep(it.who(), null);
  }

  private void keep(int who, @Nullable Instant ends) {
    program
        .getBean(Secrets.class)
        .put(
            new Owner.Workspace(workspace),
            Objects.requireNonNull(connected.get(who)),
            "credential",
            PretendAnswers.credential(who).asSecret(),
            ends,
            "");
  }

  private ConnectionId id(Happening.ToConnection happening) {
    return Objects.requireNonNull(connected.get(happening.who()));
  }

  private ConnectionFacts known(Happening.ToConnection happening) {
    return connections.find(id(happening)).orElseThrow().facts();
  }

  /** Every third check of a login that can be renewed finds that its token ended. */
  private void check(Happening.ToConnection of) {
    var before = within(() -> known(of));
    var refusal = before.refusal();
    boolean over =
        refusal != null && refusal.as() == Failure.LOGIN_EXPIRED && refusal.waitsForPerson();
    script.next = of;
    script.renewals = 0;
    script.answersAsAnother =
        of instanceof Happening.Refused it
            && it.as() == Failure.LOGIN_EXPIRED
            && it.code().equals("wrong_account")
            && before.account().id() != null;
    boolean renews = entry.auth() instanceof Auth.OAuth2;
    if (renews && !over && of.at().toEpochMilli() % 3 == 0) {
      within(() -> keep(of.who(), clock.instant().minus(Duration.ofHours(1))));
    }
    var checking = program.getBean(Checking.class);
    var owner = new Owner.Workspace(workspace);
    while (checking.check(owner, id(of)) instanceof Checking.PutAside) {
      probe();
      script.next = of;
    }
  }

  /**
   * The breaker is open: the provider answers two probes, and it closes. A round probes whichever
   * incident is due first, and others' lie open too, of histories that are over as well: ours comes
   * before all of them, and nobody else probes meanwhile.
   */
  private void probe() {
    synchronized (PROBING) {
      for (int good = 0; good < 2; good++) {
        JdbcClient.create(Database.engine())
            .sql(
                "update incidents set next_probe_at = '-infinity' where provider = ? and ended_at is null")
            .param(entry.provider())
            .update();
        script.next = new Happening.Answered(clock.instant(), 0, null);
        new ByHand(program).probe();
        lived.add(lived.size() - 1, new Happening.Answered(clock.instant(), script.asked, null));
        probes++;
      }
    }
  }

  private void report(Happening.SyncRun it) {
    var state = it.fine() ? SyncReport.State.FINISHED : SyncReport.State.FAILED;
    var report = new SyncReport(null, state, null, null, null, null, null, null);
    var syncs = program.getBean(SyncRuns.class);
    if (syncs.report(new Owner.Workspace(workspace), id(it), report).isEmpty()) {
      throw new IllegalStateException("Nobody knows the connection of " + it);
    }
  }

  private void deliver(Happening.Delivery it) {
    var webhook = entry.webhook();
    var heard = new Heard(program);
    var known = within(() -> known(it));
    if (it.genuine()) {
      heard.good(entry, known, it.at());
    } else if (webhook != null
        && webhook.signature().secretFrom() == Webhook.SecretFrom.CONNECTION) {
      heard.wrong(entry, known, it.at());
    }
  }

  private void save(Happening.Saved it) {
    var choices = it.fields().stream().collect(Collectors.toMap(f -> f, f -> List.of("x")));
    installs.save(workspace, entry, it.step(), choices, ada);
  }

  private void link(Happening.Linked it) {
    sql.sql(
            """
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by)
            select workspace_id, id, workspace_id, ?, ?, gen_random_uuid()::text, 'x', ? from installs where integration = ?
            """)
        .params(id(it).value(), it.kind(), ada.value(), entry.slug())
        .update();
  }

  private void unlink(Happening.Unlinked it) {
    sql.sql(
            """
            update resources set unlinked_at = ?, unlinked_by = ? where id = (
              select id from resources where connection_id = ? and kind = ? and unlinked_at is null
              order by vanished_at nulls first limit 1)
            """)
        .param(at(it.at()))
        .param(ada.value())
        .param(id(it).value())
        .param(it.kind())
        .update();
    if (vanished(it) == 0) {
      mark(it, null);
      lived.add(new Happening.Returned(it.at(), it.who()));
    }
  }

  /** Where nothing is linked, nothing can vanish. */
  private void vanish(Happening.Vanished it) {
    if (vanished(it) == 0) {
      mark(it, it.at());
    }
    if (vanished(it) == 0) {
      lived.add(new Happening.Returned(it.at(), it.who()));
    }
  }

  private void mark(Happening.ToConnection it, @Nullable Instant vanishedAt) {
    sql.sql("update resources set vanished_at = ? where connection_id = ? and unlinked_at is null")
        .param(at(vanishedAt))
        .param(id(it).value())
        .update();
    new Gone(program).recount(entry, id(it));
  }

  private int vanished(Happening.ToConnection it) {
    return sql.sql(
            "select count(*) from resources where connection_id = ? and unlinked_at is null and vanished_at is not null")
        .param(id(it).value())
        .query(Integer.class)
        .single();
  }
}
