package io.patchbay.health;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.DueTimes;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/**
 * "Check now": any member may ask. A connection is asked at most once in ten seconds, on whichever
 * node, never before the time that the provider named, and not while its provider is in an
 * incident.
 */
@Controller
class CheckingController {
  private final Places places;
  private final Checking checking;
  private final Tenancy tenancy;
  private final DueTimes times;

  CheckingController(Places places, Checking checking, Tenancy tenancy, DueTimes times) {
    this.places = places;
    this.checking = checking;
    this.tenancy = tenancy;
    this.times = times;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/checks")
  View check(@PathVariable String workspace, @PathVariable String slug, Visit visit, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.CHECK);
    var due = place.connections().stream().filter(this::take).toList();
    var outcomes = new ConcurrentLinkedQueue<Checking.Outcome>();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(it -> each.execute(() -> outcomes.add(checking.check(it.owner(), it.id()))));
    }
    var told =
        due.isEmpty()
            ? place.connections().stream()
                .flatMap(it -> waitsUntil(it).stream())
                .min(Comparator.naturalOrder())
            : Optional.<Instant>empty();
    if (told.isPresent()) {
      return SeeOther.to(place.addresses().details(slug))
          .saying(
              Flash.warn(
                  "flash.checked.told_to_wait",
                  place.integration().name(),
                  visit.words().when(told.get())));
    }
    boolean putAside = outcomes.stream().anyMatch(Checking.PutAside.class::isInstance);
    return SeeOther.to(place.addresses().details(slug))
        .saying(
            Flash.good(
                due.isEmpty()
                    ? "flash.checked.lately"
                    : putAside ? "flash.checked.incident" : "flash.checked"));
  }

  private Optional<Instant> waitsUntil(ConnectionFacts connection) {
    return tenancy.within(Scope.of(connection.owner()), () -> times.waitsUntil(connection));
  }

  private boolean take(ConnectionFacts connection) {
    return tenancy.within(Scope.of(connection.owner()), () -> times.take(connection));
  }
}
