package io.patchbay.incidents;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** A connection that was checked before it was kept is an answer of its provider too. */
@Component
class Working {
  private final Incidents incidents;
  private final CurrentCatalog catalog;

  Working(Incidents incidents, CurrentCatalog catalog) {
    this.incidents = incidents;
    this.catalog = catalog;
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void happened(Happening it) {
    if (it.what() == What.CONNECTED || it.what() == What.RECONNECTED) {
      catalog.get().find(it.integration()).ifPresent(entry -> incidents.worked(entry.provider()));
    }
  }
}
