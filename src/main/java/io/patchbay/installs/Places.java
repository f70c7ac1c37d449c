package io.patchbay.installs;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.database.OneTrip;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Finds a member's place in one trip: role, billing flag and facts as they are now. */
@Component
public class Places {
  private final Members members;
  private final CurrentCatalog catalog;
  private final Passes passes;
  private final InstantSource clock;
  private final DataSource app;

  Places(
      Members members, CurrentCatalog catalog, Passes passes, InstantSource clock, DataSource app) {
    this.members = members;
    this.passes = passes;
    this.clock = clock;
    this.catalog = catalog;
    this.app = app;
  }

  /**
   * @throws NotFound if the workspace is not this person's, or it has no such entry
   */
  public Place find(String workspace, String integration, SignedIn who) {
    var trip = new OneTrip();
    var entry = members.enter(trip, workspace, who);
    var reading = Installs.one(trip, integration);
    var pass = passes.ask(trip);
    trip.run(app);
    var member = entry.member();
    var entryOfCatalog = catalog.get().find(integration).orElseThrow(NotFound::new);
    var install = reading.byIntegration().get(integration);
    var status = InstallStatus.at(clock.instant(), entryOfCatalog, install);
    var access = pass.get().to(entryOfCatalog, status);
    if (access == Access.HIDDEN) {
      throw new NotFound();
    }
    return new Place(member, entryOfCatalog, install, access);
  }
}
