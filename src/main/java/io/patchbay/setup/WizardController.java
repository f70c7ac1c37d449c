package io.patchbay.setup;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.installs.Setup;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.resources.Through;
import io.patchbay.resources.Unlinking;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.vault.Secret;
import io.patchbay.webhooks.Subscribing;
import io.patchbay.webhooks.WebhookEndpoints;
import java.time.InstantSource;
import java.util.List;
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
 * One screen at a time; every screen has an address, so that anybody may stop and go on elsewhere.
 */
@Controller
class WizardController {
  static final String LAST = "finish";

  private final Places places;
  private final Installs installs;
  private final Selecting selecting;
  private final Unlinking links;
  private final WebhookEndpoints endpoints;
  private final Subscribing subscribing;
  private final Tenancy tenancy;
  private final Screens screens;
  private final Provider provider;
  private final Templates pages;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  WizardController(
      Places places,
      Installs installs,
      Selecting selecting,
      Unlinking links,
      WebhookEndpoints endpoints,
      Subscribing subscribing,
      Tenancy tenancy,
      Screens screens,
      Provider provider,
      Templates pages,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.places = places;
    this.installs = installs;
    this.selecting = selecting;
    this.links = links;
    this.endpoints = endpoints;
    this.subscribing = subscribing;
    this.tenancy = tenancy;
    this.screens = screens;
    this.provider = provider;
    this.pages = pages;
    this.clock = clock;
    this.events = events;
  }

  /** Goes on where setup stands. */
  @GetMapping("/w/{workspace}/integrations/{slug}/setup")
  View resume(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = open(workspace, slug, who);
    var next = Setup.of(place.integration(), place.install()).next().map(Step::id).orElse(LAST);
    return SeeOther.to(place.addresses().setup(slug, next));
  }

  @GetMapping("/w/{workspace}/integrations/{slug}/setup/{step}")
  View show(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable String step,
      @RequestParam(required = false) @Nullable UUID connection,
      @RequestParam(defaultValue = "false") boolean another,
      @RequestParam(defaultValue = "") String wrong,
      @RequestParam(defaultValue = "") String installation,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(name = "page", defaultValue = "1") int number,
      @RequestParam(required = false) @Nullable UUID done,
      Visit visit,
      SignedIn who) {
    var place = open(workspace, slug, who);
    var list = new PickAsked(installation, q, number, wrong);
    var asked = new Screens.Asked(connection, another, list, Map.of(), Map.of(), done);
    return page(visit, place, step, asked);
  }

  private Html page(Visit visit, Place place, String step, Screens.Asked asked) {
    if (step.equals(LAST)) {
      return Html.of(pages.setupWizard(screens.last(visit, place, asked)));
    }
    var declared = place.integration().step(step).orElseThrow(NotFound::new);
    return Html.of(pages.setupWizard(screens.of(visit, place, declared, asked)))
        .formAction(
            declared instanceof Step.Connect
                ? provider.authorizeOrigin(place.integration())
                : null);
  }

  /** Saves a form, or sets an optional step aside. */
  @PostMapping("/w/{workspace}/integrations/{slug}/setup/{step}")
  View save(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable String step,
      @RequestParam MultiValueMap<String, String> form,
      Visit visit,
      SignedIn who) {
    var place = open(workspace, slug, who);
    var declared = place.integration().step(step).orElseThrow(NotFound::new);
    var member = place.member();
    if (form.containsKey("skip") && declared.optional()) {
      tenancy.within(
          member.scope(),
          () -> installs.skip(member.workspace(), place.integration(), step, member.person()));
      return SeeOther.to(screens.after(place, declared));
    }
    if (!(declared instanceof Step.Form asks)) {
      throw new NotFound();
    }
    var answers = Answers.of(asks.fields(), form);
    var through = place.usable(uuid(form.getFirst("connection"))).orElse(null);
    if (asks.on() == Step.On.CONNECTION && through == null) {
      throw new NotFound();
    }
    var connection = asks.on() == Step.On.CONNECTION && through != null ? through.id() : null;
    if (!answers.errors().isEmpty()) {
      var kept =
          new Screens.Asked(
              connection == null ? null : connection.value(),
              false,
              PickAsked.FIRST,
              answers.values(),
              answers.errors(),
              null);
      return page(visit, place, step, kept).status(422);
    }
    var install = place.install();
    var saved =
        tenancy.within(
            member.scope(),
            () ->
                installs.save(
                    member.workspace(),
                    place.integration(),
                    step,
                    connection,
                    answers.over(
                        asks.fields(),
                        form.getOrDefault("was", List.of()),
                        install == null
                            ? Map.of()
                            : installs.choices(install.id(), step, connection)),
                    member.person()));
    if (asks.on() == Step.On.RESOURCE && saved.install() != null) {
      links.configureAll(member.workspace(), member.person(), saved.install(), answers.values());
    }
    return SeeOther.to(
        connection == null
            ? screens.after(place, declared)
            : unanswered(place, asks, connection)
                .map(it -> place.addresses().setup(slug, step) + "?connection=" + it)
                .orElseGet(() -> screens.after(place, declared)));
  }

  /** The next account that this form was not answered for. */
  private Optional<ConnectionId> unanswered(Place place, Step.Form form, ConnectionId answered) {
    var install = place.install();
    return install == null
        ? Optional.empty()
        : tenancy.within(
            place.member().scope(),
            () ->
                place.usable().stream()
                    .map(ConnectionFacts::id)
                    .filter(it -> !it.equals(answered))
                    .filter(it -> installs.choices(install.id(), form.id(), it).isEmpty())
                    .findFirst());
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new NotFound();
    }
  }

  /**
   * Keeps what is ticked, and does what the pressed button says.
   *
   * @param go save, connect, or one that {@link Selecting#turn} knows
   */
  @PostMapping("/w/{workspace}/integrations/{slug}/setup/{step}/resources")
  View pick(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable String step,
      @RequestParam UUID connection,
      @RequestParam(defaultValue = "") String installation,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "save") String go,
      @RequestParam MultiValueMap<String, String> form,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.PICK);
    var install = place.install();
    if (install == null
        || !(place.integration().step(step).orElse(null) instanceof Step.Pick pick)) {
      throw new NotFound();
    }
    var account = place.usable(connection).orElseThrow(NotFound::new);
    var through = Selecting.through(place, pick, account);
    var asked = new PickAsked(installation, q, page, "");
    var here = place.addresses().setup(slug, step);
    if (!selecting.keep(through, asked, form)) {
      return SeeOther.to(Screens.address(here, account, asked.wrong("many")));
    }
    var turned = selecting.turn(through, asked, go);
    if (turned.isPresent()) {
      return SeeOther.to(Screens.address(here, account, turned.get()));
    }
    if (go.equals("connect")) {
      return link(place, install, through, asked);
    }
    return visit.wantsFragment()
        ? page(visit, place, step, Screens.Asked.of(connection, asked, null))
        : SeeOther.to(Screens.address(here, account, asked));
  }

  /** Whoever has enough already goes on without ticking more. */
  private View link(Place place, InstallFacts install, Through through, PickAsked asked) {
    var step = through.step();
    var here = place.addresses().setup(place.integration().slug(), step.id());
    int before = install.picked().getOrDefault(step.of(), 0);
    boolean nothing = selecting.draft(through).size() == 0;
    if (nothing && before >= step.min()) {
      return SeeOther.to(screens.after(place, step));
    }
    return switch (selecting.link(through, asked, install::id, Map.of())) {
      case Selecting.Not it ->
          SeeOther.to(
              Screens.address(
                  here, through.connection(), nothing ? asked.wrong("few") : it.asked()));
      case Selecting.Done it when before + it.linked().names().size() < step.min() ->
          SeeOther.to(Screens.address(here, through.connection(), asked.wrong("few")));
      case Selecting.Done it ->
          SeeOther.to(screens.after(place, step) + "?done=" + it.linked().happening().id());
    };
  }

  /** The secret that one connection's webhooks are signed with. */
  @PostMapping("/w/{workspace}/integrations/{slug}/setup/{step}/secret")
  View secret(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable String step,
      @RequestParam UUID connection,
      @RequestParam(defaultValue = "") String secret,
      SignedIn who) {
    var place = open(workspace, slug, who);
    if (!(place.integration().step(step).orElse(null) instanceof Step.Webhook)) {
      throw new NotFound();
    }
    var through = place.usable(connection).orElseThrow(NotFound::new);
    var here = place.addresses().setup(slug, step) + "?connection=" + connection;
    if (secret.isBlank() || secret.length() > 1000) {
      return SeeOther.to(here + "&wrong=secret");
    }
    tenancy.within(
        place.member().scope(),
        () -> {
          endpoints.saveSecret(through.owner(), through.id(), Secret.of(secret.strip()));
          events.publishEvent(happened(What.WEBHOOK_SECRET_SAVED, place, through));
        });
    return SeeOther.to(here);
  }

  /** Sets a connection's webhook up at its provider. */
  @PostMapping("/w/{workspace}/integrations/{slug}/setup/{step}/subscription")
  View subscription(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable String step,
      @RequestParam UUID connection,
      SignedIn who) {
    var place = open(workspace, slug, who);
    if (!(place.integration().step(step).orElse(null) instanceof Step.Webhook)
        || !Subscribing.isOffered(place.integration())) {
      throw new NotFound();
    }
    var through = place.usable(connection).orElseThrow(NotFound::new);
    var here = place.addresses().setup(slug, step) + "?connection=" + connection;
    var outcome =
        subscribing.begin(
            place.member().scope(),
            place.integration(),
            through,
            it -> events.publishEvent(happened(What.WEBHOOK_CREATED, place, it)));
    return SeeOther.to(
        switch (outcome) {
          case Subscribing.Done _ -> here;
          case Subscribing.Failed it -> here + "&wrong=" + it.bucket().word();
        });
  }

  private Happening happened(What what, Place place, ConnectionFacts through) {
    var install = place.install();
    return Happening.of(
            what, clock.instant(), place.member().workspace(), place.integration().slug())
        .in(install == null ? null : install.id())
        .to(through.id(), through.account().shown())
        .by(place.member().person());
  }

  private Place open(String workspace, String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    if (place.integration().comingSoon()) {
      throw new NotFound();
    }
    place.demand(Action.FINISH_SETUP);
    return place;
  }
}
