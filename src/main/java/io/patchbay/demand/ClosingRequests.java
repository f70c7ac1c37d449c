package io.patchbay.demand;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.database.OneTrip;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import io.patchbay.installs.NextAction;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * A request closes when the thing is done, by whoever's doing: at the end of every transaction in
 * which something happened to an integration, what was asked for is held against what is needed
 * now.
 */
@Component
class ClosingRequests {
  private final Requests requests;
  private final CurrentCatalog catalog;
  private final DataSource app;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  ClosingRequests(
      Requests requests,
      CurrentCatalog catalog,
      DataSource app,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.requests = requests;
    this.catalog = catalog;
    this.app = new TransactionAwareDataSourceProxy(app);
    this.clock = clock;
    this.events = events;
  }

  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
  void close(Happening it) {
    if (aboutRequests(it.what())) {
      return;
    }
    var open = requests.open(it.integration());
    var integration = catalog.get().find(it.integration());
    if (open.isEmpty() || integration.isEmpty()) {
      return;
    }
    var trip = new OneTrip();
    var installs = Installs.one(trip, it.integration());
    trip.run(app);
    var install = installs.byIntegration().get(it.integration());
    var now = clock.instant();
    var needed =
        NextAction.of(integration.get(), InstallStatus.at(now, integration.get(), install)).kind();
    for (Request request : open) {
      if (isDone(request, needed, it) && requests.done(request.id())) {
        events.publishEvent(
            Happening.of(What.ACCESS_DONE, now, it.workspace(), it.integration())
                .in(install == null ? null : install.id()));
      }
    }
  }

  /**
   * Whoever asked while nothing was wrong asked for a change, so any change after the yes counts.
   * Turning it off or ending it is nobody's wish.
   */
  private static boolean isDone(Request request, NextAction.Kind needed, Happening it) {
    return switch (request.action()) {
      case MANAGE, REQUEST, UNAVAILABLE, ASK_ADMIN, ASK_OWNER ->
          request.approvedAt() != null && it.by() != null;
      case ENABLE -> needed != NextAction.Kind.ENABLE;
      case CONNECT, CONTINUE_SETUP, RECONNECT, FIX_PERMISSIONS, FIX_WEBHOOK ->
          needed != request.action()
              && needed != NextAction.Kind.ENABLE
              && needed != NextAction.Kind.CONNECT;
    };
  }

  private static boolean aboutRequests(What what) {
    return what == What.ACCESS_ASKED
        || what == What.ACCESS_APPROVED
        || what == What.ACCESS_DECLINED
        || what == What.ACCESS_DONE;
  }
}
