package io.patchbay.sources;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.database.OneTrip;
import io.patchbay.installs.Access;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Pass;
import io.patchbay.installs.Passes;
import io.patchbay.installs.Place;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.SignedIn;
import io.patchbay.resources.Through;
import io.patchbay.setup.Selecting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the connect page knows before anybody is asked, in one round trip. */
@Component
class ConnectReading {
  private final Members members;
  private final CurrentCatalog catalog;
  private final Passes passes;
  private final InstantSource clock;
  private final DataSource app;

  ConnectReading(
      Members members, CurrentCatalog catalog, Passes passes, InstantSource clock, DataSource app) {
    this.passes = passes;
    this.clock = clock;
    this.members = members;
    this.catalog = catalog;
    this.app = app;
  }

  record Shown(Integration integration, Access access) {
    /** Whether an account can be connected now. */
    boolean ready() {
      return access.open() && !integration.comingSoon();
    }
  }

  /**
   * @param shown the catalog, without what is hidden from this workspace
   * @param place null where it has no such entry
   * @param own the person's own sources that are not linked here
   * @param asked whether this person asked an Admin for it
   */
  record Seen(
      Member member,
      List<Shown> shown,
      Map<String, InstallFacts> installs,
      @Nullable Place place,
      List<ConnectionFacts> own,
      boolean asked) {
    /** Every account that can be picked through: the workspace's, and one's own. */
    List<ConnectionFacts> accounts() {
      return place == null
          ? List.of()
          : Stream.concat(place.usable().stream(), own.stream()).toList();
    }

    Optional<ConnectionFacts> chosen(ConnectAsked asked) {
      return asked.connection() == null
          ? asked.another() ? Optional.empty() : accounts().stream().findFirst()
          : accounts().stream()
              .filter(it -> it.id().value().equals(asked.connection()))
              .findFirst();
    }

    /** What is picked, through this account; nothing for an entry that has nothing to pick. */
    Optional<Through> through(ConnectionFacts connection) {
      if (place == null) {
        return Optional.empty();
      }
      return pick(place.integration()).map(step -> Selecting.through(place, step, connection));
    }
  }

  static Optional<Step.Pick> pick(Integration integration) {
    return integration.steps().stream()
        .filter(Step.Pick.class::isInstance)
        .map(Step.Pick.class::cast)
        .filter(it -> integration.resources().containsKey(it.of()))
        .findFirst();
  }

  Seen read(String workspace, ConnectAsked asked, SignedIn who) {
    var provider = asked.provider().isEmpty() ? suggested() : asked.provider();
    var trip = new OneTrip();
    var entry = members.enter(trip, workspace, who);
    var installs = Installs.all(trip);
    var own = new ArrayList<ConnectionFacts>();
    trip.ask(
        "select "
            + ConnectionRows.COLUMNS
            + """

            from connections c
            join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
            where c.owner_id = (select current_person()) and c.integration = ? and c.removed_at is null
              and not exists (
                select 1 from personal_links l
                where l.workspace_id = (select current_workspace()) and l.connection_id = c.id and l.unlinked_at is null)
            order by c.created_at\
            """,
        List.of(provider),
        rows -> {
          while (rows.next()) {
            own.add(ConnectionRows.read(rows, 1));
          }
        });
    var requested = new boolean[1];
    trip.ask(
        """
        select 1 from access_requests
        where workspace_id = (select current_workspace()) and asked_by = (select current_person()) and integration = ?
          and declined_at is null and done_at is null\
        """,
        List.of(provider),
        rows -> requested[0] = rows.next());
    var pass = passes.ask(trip);
    trip.run(app);
    var member = entry.member();
    var facts = installs.byIntegration();
    var shown = new ArrayList<Shown>();
    for (var one : catalog.get().all()) {
      var access = access(pass.get(), one, facts.get(one.slug()));
      if (access != Access.HIDDEN) {
        shown.add(new Shown(one, access));
      }
    }
    var found = shown.stream().filter(it -> it.integration().slug().equals(provider)).findFirst();
    return new Seen(
        member,
        shown,
        facts,
        found
            .map(it -> new Place(member, it.integration(), facts.get(provider), it.access()))
            .orElse(null),
        own,
        requested[0]);
  }

  private Access access(Pass pass, Integration integration, @Nullable InstallFacts install) {
    return integration.gate() == null
        ? Access.OPEN
        : pass.to(integration, InstallStatus.at(clock.instant(), integration, install));
  }

  /** The entry that the catalog features first. */
  private String suggested() {
    return catalog.get().all().stream()
        .filter(it -> !it.comingSoon() && it.featured() != null)
        .min(Comparator.comparingInt(it -> Objects.requireNonNull(it.featured())))
        .map(Integration::slug)
        .orElse("");
  }
}
