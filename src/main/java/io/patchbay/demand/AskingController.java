package io.patchbay.demand;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
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
import java.util.Objects;
import java.util.UUID;
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
  private final CurrentCatalog catalog;
  private final Tenancy tenancy;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  AskingController(
      Places places,
      Members members,
      Requests requests,
      Wishes wishes,
      CurrentCatalog catalog,
      Tenancy tenancy,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.places = places;
    this.members = members;
    this.requests = requests;
    this.wishes = wishes;
    this.catalog = catalog;
    this.tenancy = tenancy;
    this.clock = clock;
    this.events = events;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/requests")
  View ask(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam(defaultValue = "") String sentence,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ASK);
    var member = place.member();
    var details = place.addresses().details(slug);
    if (place.integration().comingSoon()) {
      tenancy.within(
          member.scope(),
          () -> wishes.integration(member.workspace(), slug, member.person(), cut(sentence)));
      return SeeOther.to(details).saying(Flash.good("flash.wished", place.integration().name()));
    }
    if (!place.access().open()) {
      throw new NotFound();
    }
    var status = InstallStatus.at(clock.instant(), place.integration(), place.install());
    var needed = NextAction.of(place.integration(), status);
    if (needed.byOwner(member, status).kind() == NextAction.Kind.ASK_OWNER) {
      // no Admin can do it; the details say who can
      return SeeOther.to(details);
    }
    tenancy.within(member.scope(), () -> file(place, needed.kind()));
    return SeeOther.to(details).saying(Flash.good("flash.asked"));
  }

  private void file(Place place, NextAction.Kind needed) {
    var now = clock.instant();
    var member = place.member();
    var slug = place.integration().slug();
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
    var wished = cut(words);
    var back = SeeOther.to(new Addresses(workspace).directory());
    if (wished.isEmpty()) {
      return back;
    }
    tenancy.within(member.scope(), () -> wishes.words(member.workspace(), wished, member.person()));
    return back.saying(Flash.good("flash.wished", wished));
  }

  /** One's own wish is taken back; twice is as good as once. */
  @PostMapping("/w/{workspace}/wishes/{id}/withdrawn")
  View withdraw(
      @PathVariable String workspace,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String from,
      SignedIn who) {
    var member = members.require(workspace, who);
    var gone = tenancy.within(member.scope(), () -> wishes.withdraw(id, member.person()));
    var slug = gone.map(Wishes.Withdrawn::integration).orElse(null);
    var to =
        SeeOther.to(
            slug == null || from.equals("requests")
                ? RequestsController.address(workspace)
                : new Addresses(workspace).details(slug));
    return gone.<View>map(it -> to.saying(Flash.good("flash.withdrawn", name(it)))).orElse(to);
  }

  private String name(Wishes.Withdrawn it) {
    return it.integration() == null
        ? Objects.requireNonNullElse(it.words(), "")
        : catalog.get().find(it.integration()).map(Integration::name).orElse(it.integration());
  }

  /** What was wished for is here, and the notice was read. */
  @PostMapping("/w/{workspace}/wishes/{id}/told")
  View told(@PathVariable String workspace, @PathVariable UUID id, SignedIn who) {
    var member = members.require(workspace, who);
    tenancy.within(member.scope(), () -> wishes.told(id, member.person()));
    return SeeOther.to(new Addresses(workspace).directory());
  }

  private static String cut(String typed) {
    var stripped = typed.strip();
    return stripped.length() > Wishes.LONGEST ? stripped.substring(0, Wishes.LONGEST) : stripped;
  }
}
