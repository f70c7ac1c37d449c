package io.patchbay.demand;

import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.NextAction;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Policy;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.SeeOther;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * "Ask an Admin to manage" files one open request for each member and integration; what can't be
 * connected yet is wished for.
 */
@Controller
class AskingController {
  private final Places places;
  private final Members members;
  private final Requests requests;
  private final Wishes wishes;
  private final Tenancy tenancy;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  AskingController(
      Places places,
      Members members,
      Requests requests,
      Wishes wishes,
      Tenancy tenancy,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.places = places;
    this.members = members;
    this.requests = requests;
    this.wishes = wishes;
    this.tenancy = tenancy;
    this.clock = clock;
    this.events = events;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/requests")
  View ask(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ASK);
    var member = place.member();
    var details = place.addresses().details(slug);
    if (place.integration().comingSoon()) {
      tenancy.within(
          member.scope(), () -> wishes.integration(member.workspace(), slug, member.person()));
      return SeeOther.to(details).saying(Flash.good("flash.wished", place.integration().name()));
    }
    if (!place.access().open()) {
      throw new NotFound();
    }
    tenancy.within(member.scope(), () -> file(place));
    return SeeOther.to(details).saying(Flash.good("flash.asked"));
  }

  private void file(Place place) {
    var now = clock.instant();
    var member = place.member();
    var slug = place.integration().slug();
    var status = InstallStatus.at(now, place.integration(), place.install());
    var needed = NextAction.of(place.integration(), status).kind();
    if (requests.file(member.workspace(), slug, needed, member.person())) {
      var install = place.install() == null ? null : place.install().id();
      events.publishEvent(
          Happening.of(What.ACCESS_ASKED, now, member.workspace(), slug)
              .in(install)
              .by(member.person()));
    }
  }

  /** "Request it": what somebody searched for and did not find. */
  @PostMapping("/w/{workspace}/wishes")
  View wish(
      @PathVariable String workspace, @RequestParam(defaultValue = "") String words, SignedIn who) {
    var member = members.require(workspace, who);
    Policy.demand(Action.ASK, member, false);
    var stripped = words.strip();
    var wished =
        stripped.length() > Wishes.LONGEST ? stripped.substring(0, Wishes.LONGEST) : stripped;
    var back = SeeOther.to(new Addresses(workspace).directory());
    if (wished.isEmpty()) {
      return back;
    }
    tenancy.within(member.scope(), () -> wishes.words(member.workspace(), wished, member.person()));
    return back.saying(Flash.good("flash.wished", wished));
  }
}
