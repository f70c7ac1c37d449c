package io.patchbay.directory;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.activity.Activity;
import io.patchbay.activity.Entry;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.database.OneTrip;
import io.patchbay.demand.Request;
import io.patchbay.demand.Requests;
import io.patchbay.demand.Wishes;
import io.patchbay.installs.Access;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Passes;
import io.patchbay.members.NotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the details page knows of one integration, history included, in one round trip. */
@Component
class DetailsReading {
  static final int RESOURCES = 50;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final DataSource app;
  private final CurrentCatalog catalog;
  private final Passes passes;
  private final InstantSource clock;

  DetailsReading(DataSource app, CurrentCatalog catalog, Passes passes, InstantSource clock) {
    this.passes = passes;
    this.app = app;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * @param lastFour of its key, empty where it has none to show
   */
  record Behind(String connectedBy, String lastFour, Map<String, String> inputs) {
    static final Behind NOTHING = new Behind("", "", Map.of());
  }

  /**
   * @param choices what was chosen for it, by field
   * @param wasNamed what it was called before, or null
   */
  record Resource(
      UUID id,
      String name,
      String kind,
      String detail,
      boolean hidden,
      UUID connection,
      Map<String, List<String>> choices,
      @Nullable Instant vanishedAt,
      @Nullable String wasNamed) {}

  /**
   * A form, as it was answered.
   *
   * @param connection null for the whole install
   */
  record Answered(String step, @Nullable UUID connection) {}

  /**
   * @param choices what was chosen in each form, by field
   */
  record Seen(
      Integration integration,
      @Nullable InstallFacts install,
      InstallStatus status,
      Access access,
      Map<UUID, Behind> behind,
      List<Resource> resources,
      Map<Answered, Map<String, List<String>>> choices,
      List<Entry> activity,
      List<Request> requests,
      List<Wishes.Wish> wishes,
      Own own) {
    /** Whether it takes the billing flag here: as the install says, or before it, the catalog. */
    boolean sensitive() {
      return install == null ? integration.sensitive() : install.requiresBillingAdmin();
    }
  }

  /**
   * @throws NotFound for an integration that the catalog does not have, or not for this workspace
   */
  Seen read(Consumer<OneTrip> enter, String slug) {
    var integration = catalog.get().find(slug).orElseThrow(NotFound::new);
    var trip = new OneTrip();
    enter.accept(trip);
    var installs = Installs.one(trip, slug);
    var behind = behind(trip, slug);
    var resources = resources(trip, slug);
    var activity = Activity.newest(trip, slug);
    var choices = choices(trip, slug);
    var requests = Requests.of(trip, slug, clock.instant());
    var wishes = integration.comingSoon() ? Wishes.of(trip, slug) : List.<Wishes.Wish>of();
    var beside = Beside.ask(trip, passes, clock.instant());
    trip.run(app);
    var install = installs.byIntegration().get(slug);
    var status = InstallStatus.at(clock.instant(), integration, install);
    var access = beside.pass().to(integration, status);
    if (access == Access.HIDDEN) {
      throw new NotFound();
    }
    return new Seen(
        integration,
        install,
        status,
        access,
        behind,
        resources,
        choices,
        activity,
        requests,
        wishes,
        beside.own());
  }

  private static Map<UUID, Behind> behind(OneTrip trip, String slug) {
    var found = new HashMap<UUID, Behind>();
    trip.ask(
        """
        select c.id, m.name, s.last_four, c.inputs::text
        from connections c
        left join members m on m.workspace_id = current_workspace() and m.person_id = c.connected_by
        left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
        where c.integration = ? and c.removed_at is null\
        """,
        List.of(slug),
        rows -> {
          while (rows.next()) {
            var name = rows.getString(2);
            var key = rows.getString(3);
            found.put(
                uuid(rows, 1),
                new Behind(
                    name == null ? "" : name,
                    key == null ? "" : key,
                    JSON.readValue(
                        rows.getString(4), new TypeReference<Map<String, String>>() {})));
          }
        });
    return found;
  }

  private static Map<Answered, Map<String, List<String>>> choices(OneTrip trip, String slug) {
    var found = new HashMap<Answered, Map<String, List<String>>>();
    trip.ask(
        """
        select s.step, s.choices::text, s.connection_id
        from step_results s
        join installs i on i.workspace_id = s.workspace_id and i.id = s.install_id
        where s.workspace_id = current_workspace() and i.integration = ? and s.choices is not null\
        """,
        List.of(slug),
        rows -> {
          while (rows.next()) {
            found.put(new Answered(rows.getString(1), uuid(rows, 3)), choices(rows.getString(2)));
          }
        });
    return found;
  }

  private static Map<String, List<String>> choices(String json) {
    return JSON.readValue(json, new TypeReference<Map<String, List<String>>>() {});
  }

  private static List<Resource> resources(OneTrip trip, String slug) {
    var found = new ArrayList<Resource>();
    trip.ask(
        """
        select r.name, r.kind, r.detail, r.private, r.connection_id, r.id, r.choices::text, r.vanished_at, r.was_named
        from resources r
        join installs i on i.workspace_id = r.workspace_id and i.id = r.install_id
        where r.workspace_id = current_workspace() and i.integration = ? and r.unlinked_at is null
        order by r.vanished_at is null, r.kind, lower(r.name) limit\
        """
            + " "
            + RESOURCES,
        List.of(slug),
        rows -> {
          while (rows.next()) {
            found.add(
                new Resource(
                    uuid(rows, 6),
                    rows.getString(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getBoolean(4),
                    uuid(rows, 5),
                    choices(rows.getString(7)),
                    instant(rows, 8),
                    rows.getString(9)));
          }
        });
    return found;
  }
}
