package io.patchbay.authorization;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Field;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectPageReached;
import io.patchbay.events.ConnectPageReached.Far;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Flash;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * The way to the provider and back. The address a person lands on never carries a code or a state.
 */
@Controller
class AuthorizationController {
  private final Places places;
  private final Members members;
  private final CurrentCatalog catalog;
  private final Provider provider;
  private final ConnectingByConsent consent;
  private final ConnectingByKey keys;
  private final BaseUrl base;
  private final Tenancy tenancy;
  private final Stay stay;
  private final ApplicationEventPublisher events;

  AuthorizationController(
      Places places,
      Members members,
      CurrentCatalog catalog,
      Provider provider,
      ConnectingByConsent consent,
      ConnectingByKey keys,
      BaseUrl base,
      Tenancy tenancy,
      Stay stay,
      ApplicationEventPublisher events) {
    this.places = places;
    this.members = members;
    this.catalog = catalog;
    this.provider = provider;
    this.consent = consent;
    this.keys = keys;
    this.base = base;
    this.tenancy = tenancy;
    this.stay = stay;
    this.events = events;
  }

  /** Starts a flow: 303 to the provider's consent page. */
  @PostMapping("/w/{workspace}/integrations/{slug}/authorizations")
  View start(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable UUID connection,
      @RequestParam(defaultValue = "") String from,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(connection == null ? Action.CONNECT : Action.RECONNECT);
    if (!(place.integration().auth() instanceof Auth.OAuth2)
        || provider.authorizeOrigin(place.integration()) == null) {
      throw new NotFound();
    }
    var renews =
        connection == null ? null : place.ofTheWorkspace(connection).orElseThrow(NotFound::new);
    var origin = Origin.of(workspace, from);
    var to =
        consent.start(
            new ConnectingByConsent.Start(
                place.member().workspace(),
                place.member().person(),
                who.sessionId(),
                place.integration(),
                renews == null ? null : renews.id(),
                base.get() + "/oauth/callback/" + slug,
                Map.of(),
                origin.text()));
    reached(origin, slug, Far.STARTED);
    return SeeOther.to(to.toString());
  }

  @GetMapping("/oauth/callback/{slug}")
  View callback(
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String error,
      @RequestParam(required = false) @Nullable String iss,
      Visit visit) {
    var who = visit.who();
    if (who == null) {
      return SeeOther.to("/").saying(Flash.warn("flash.flow.signed_out"));
    }
    var callback = new ConnectingByConsent.Callback(slug, state, code, error, iss);
    var returned = consent.returned(who.person(), who.sessionId(), callback);
    if (returned.isEmpty()) {
      return SeeOther.to(home(who, slug)).saying(Flash.warn("flash.flow.unknown"));
    }
    var flow = returned.get();
    if (flow.workspace() == null) {
      return own(flow, callback);
    }
    var origin = Origin.read(flow.returnTo());
    var place = places.find(origin.workspace(), flow.integration(), who);
    place.demand(flow.renews() == null ? Action.CONNECT : Action.RECONNECT);
    var outcome = consent.finish(flow, place.integration(), callback);
    return SeeOther.to(shown(place, outcome, flow.renews() != null, origin));
  }

  /** A source of one's own: back where it was begun, with one sentence. */
  private View own(ConnectingByConsent.Returned flow, ConnectingByConsent.Callback callback) {
    var integration = catalog.get().find(flow.integration()).orElseThrow(NotFound::new);
    return switch (consent.finishOwn(flow, integration, callback)) {
      case OnesOwn.Yes it ->
          SeeOther.to(
                  flow.returnTo().isEmpty()
                      ? "/account/sources"
                      : new Addresses(flow.returnTo()).connect(flow.integration())
                          + "&connection="
                          + it.connection())
              .saying(Flash.good("flash.mine.connected", it.account()));
      case OnesOwn.No it ->
          SeeOther.to("/account/sources")
              .saying(Flash.warn("flash.mine.failed." + it.bucket(), integration.name()));
    };
  }

  /**
   * Where a person whose flow we don't know can start again: the integration, in the workspace they
   * are in.
   */
  private String home(SignedIn who, String slug) {
    var workspace =
        members.person(who).stream()
            .map(Person::memberships)
            .flatMap(it -> it.stream())
            .map(Person.Membership::slug)
            .findFirst();
    boolean known = catalog.get().find(slug).isPresent();
    return workspace
        .map(Addresses::new)
        .map(it -> known ? it.details(slug) : it.directory())
        .orElse("/");
  }

  /** A key from our form. */
  @PostMapping("/w/{workspace}/integrations/{slug}/credentials")
  View key(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable UUID connection,
      @RequestParam(defaultValue = "") String from,
      @RequestParam MultiValueMap<String, String> form,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    var origin = Origin.of(workspace, from);
    place.demand(connection == null ? Action.CONNECT : Action.RECONNECT);
    var fields = ConnectingByKey.fields(place.integration());
    if (fields.isEmpty()) {
      throw new NotFound();
    }
    var renews =
        connection == null ? null : place.ofTheWorkspace(connection).orElseThrow(NotFound::new);
    var values = form.toSingleValueMap();
    var wrong =
        fields.stream()
            .filter(field -> !ConnectingByKey.fits(field, values.get(field.id())))
            .map(Field::id)
            .findFirst();
    if (wrong.isPresent()) {
      var again =
          origin.connect()
              ? place.addresses().connect(slug) + "&another=true"
              : stay.screen(place, renews == null ? null : renews.id());
      return SeeOther.to(again + "&wrong=" + wrong.get());
    }
    reached(origin, slug, Far.STARTED);
    var outcome =
        keys.connect(
            place.member().workspace(),
            place.member().person(),
            place.integration(),
            renews == null ? null : renews.id(),
            values);
    return SeeOther.to(shown(place, outcome, renews != null, origin));
  }

  /**
   * After a renewal the details; after a first connection, or where it failed, the screen it began
   * on.
   */
  private String shown(Place place, Outcome outcome, boolean renewal, Origin origin) {
    var slug = place.integration().slug();
    var done = Optional.of(outcome.happening());
    if (outcome instanceof Outcome.Kept) {
      reached(origin, slug, Far.ACCOUNT);
    }
    if (origin.connect()) {
      var through =
          outcome instanceof Outcome.Kept it ? it.connection() : outcome.happening().connection();
      return place.addresses().connect(slug)
          + (through == null ? "" : "&connection=" + through)
          + "&done="
          + outcome.happening().id();
    }
    return switch (outcome) {
      case Outcome.Kept it when renewal -> place.addresses().outcome(slug, done);
      case Outcome.Kept it -> stay.screen(place, it.connection()) + "&done=" + it.happening().id();
      case Outcome.NotKept it ->
          stay.screen(place, it.happening().connection()) + "&done=" + it.happening().id();
    };
  }

  private void reached(Origin origin, String slug, Far far) {
    if (origin.connect()) {
      events.publishEvent(new ConnectPageReached(slug, far));
    }
  }

  /** A name of our own for a connection: "Marketing Calendar". */
  @PostMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/label")
  View label(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      @RequestParam(defaultValue = "") String label,
      @RequestParam(defaultValue = "") String next,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.LABEL);
    var facts = place.connection(connection).orElseThrow(NotFound::new);
    tenancy.within(place.member().scope(), () -> stay.label(facts, label));
    return SeeOther.to(
        place.integration().step(next).isPresent()
            ? place.addresses().setup(slug, next)
            : place.addresses().details(slug));
  }
}
