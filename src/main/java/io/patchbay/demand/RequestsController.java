package io.patchbay.demand;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.database.OneTrip;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import io.patchbay.installs.NextAction;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Policy;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The Admins' list with its answers, and each member's own. */
@Controller
class RequestsController {
  private final Members members;
  private final Places places;
  private final Requests requests;
  private final CurrentCatalog catalog;
  private final Tenancy tenancy;
  private final DataSource app;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;
  private final Templates pages;

  RequestsController(
      Members members,
      Places places,
      Requests requests,
      CurrentCatalog catalog,
      Tenancy tenancy,
      DataSource app,
      InstantSource clock,
      ApplicationEventPublisher events,
      Templates pages) {
    this.members = members;
    this.places = places;
    this.requests = requests;
    this.catalog = catalog;
    this.tenancy = tenancy;
    this.app = app;
    this.clock = clock;
    this.events = events;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/requests")
  View list(@PathVariable String workspace, Visit visit, SignedIn who) {
    var trip = new OneTrip();
    var entry = members.enter(trip, workspace, who);
    var installs = Installs.all(trip);
    var asked = Requests.all(trip);
    var wishes = Wishes.all(trip);
    trip.run(app);
    var lines =
        new RequestLines(visit.words(), entry.member(), catalog.get(), installs.byIntegration());
    return Html.of(pages.demandRequests(lines.page(visit, clock.instant(), asked, wishes)));
  }

  /** Opens the action for the Admin. */
  @PostMapping("/w/{workspace}/requests/{id}/approved")
  View approve(@PathVariable String workspace, @PathVariable UUID id, SignedIn who) {
    var member = admin(workspace, who);
    var request =
        tenancy.within(member.scope(), () -> requests.find(id)).orElseThrow(NotFound::new);
    var place = places.find(workspace, request.integration(), who);
    boolean now =
        answered(
            member, request, What.ACCESS_APPROVED, () -> requests.approve(id, member.person()));
    return SeeOther.to(actionFor(place))
        .saying(
            now
                ? Flash.good("flash.approved", request.byName())
                : Flash.warn("flash.answered_already"));
  }

  @PostMapping("/w/{workspace}/requests/{id}/declined")
  View decline(
      @PathVariable String workspace,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String answer,
      SignedIn who) {
    var member = admin(workspace, who);
    var request =
        tenancy.within(member.scope(), () -> requests.find(id)).orElseThrow(NotFound::new);
    var said = answer.strip();
    var kept = said.length() > Wishes.LONGEST ? said.substring(0, Wishes.LONGEST) : said;
    return told(
        workspace,
        answered(
            member,
            request,
            What.ACCESS_DECLINED,
            () -> requests.decline(id, member.person(), kept)),
        Flash.good("flash.declined", request.byName()));
  }

  /** For what no fact can tell: the Admin says that it is done. */
  @PostMapping("/w/{workspace}/requests/{id}/done")
  View done(@PathVariable String workspace, @PathVariable UUID id, SignedIn who) {
    var member = admin(workspace, who);
    var request =
        tenancy.within(member.scope(), () -> requests.find(id)).orElseThrow(NotFound::new);
    return told(
        workspace,
        answered(member, request, What.ACCESS_DONE, () -> requests.done(id)),
        Flash.good("flash.request_done", request.byName()));
  }

  private Member admin(String workspace, SignedIn who) {
    var member = members.require(workspace, who);
    Policy.demand(Action.APPROVE, member, false);
    return member;
  }

  private boolean answered(Member member, Request request, What what, Supplier<Boolean> change) {
    return tenancy.within(
        member.scope(),
        () -> {
          if (!change.get()) {
            return false;
          }
          events.publishEvent(
              Happening.of(what, clock.instant(), member.workspace(), request.integration())
                  .by(member.person())
                  .to(null, request.byName()));
          return true;
        });
  }

  private static View told(String workspace, boolean now, Flash flash) {
    return SeeOther.to(address(workspace))
        .saying(now ? flash : Flash.warn("flash.answered_already"));
  }

  /** What a form of ours has to do is done on the details. */
  private String actionFor(Place place) {
    var slug = place.integration().slug();
    var status = InstallStatus.at(clock.instant(), place.integration(), place.install());
    var action =
        NextAction.of(place.integration(), place.access(), status).byOwner(place.member(), status);
    return action.kind() == NextAction.Kind.ENABLE
        ? place.addresses().details(slug)
        : place.addresses().of(slug, action);
  }

  static String address(String workspace) {
    return "/w/" + workspace + "/requests";
  }
}
