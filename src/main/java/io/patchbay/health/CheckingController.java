package io.patchbay.health;

import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.SeeOther;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** "Check now": any member may ask, and not more than once in ten seconds. */
@Controller
class CheckingController {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Places places;
  private final Checking checking;
  private final InstantSource clock;

  CheckingController(Places places, Checking checking, InstantSource clock) {
    this.places = places;
    this.checking = checking;
    this.clock = clock;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/checks")
  View check(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.CHECK);
    var soonest = clock.instant().minus(PAUSE);
    var due =
        place.connections().stream().filter(it -> !lately(it.lastAttempt(), soonest)).toList();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(it -> each.execute(() -> checking.check(it.owner(), it.id())));
    }
    var to = SeeOther.to(place.addresses().details(slug));
    return to.saying(
        due.isEmpty() ? Flash.good("flash.checked.lately") : Flash.good("flash.checked"));
  }

  private static boolean lately(@Nullable Instant last, Instant soonest) {
    return last != null && last.isAfter(soonest);
  }
}
