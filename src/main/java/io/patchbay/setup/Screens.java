package io.patchbay.setup;

import io.patchbay.activity.Activity;
import io.patchbay.authorization.ConnectingByKey;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Step;
import io.patchbay.catalog.Webhook;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Label;
import io.patchbay.database.Tenancy;
import io.patchbay.directory.DetailsPage;
import io.patchbay.directory.Logos;
import io.patchbay.directory.Outcomes;
import io.patchbay.directory.Sayings;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.installs.Setup;
import io.patchbay.members.NotFound;
import io.patchbay.providers.Provider;
import io.patchbay.providers.ProviderApps;
import io.patchbay.resources.Browsing;
import io.patchbay.shell.Section;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.webhooks.Subscribing;
import io.patchbay.webhooks.WebhookEndpoints;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the wizard's screens of the facts. */
@Component
class Screens {
  private final Provider provider;
  private final ProviderApps apps;
  private final Selecting selecting;
  private final PickSection picks;
  private final WebhookEndpoints endpoints;
  private final Installs installs;
  private final Activity activity;
  private final Tenancy tenancy;
  private final InstantSource clock;

  Screens(
      Provider provider,
      ProviderApps apps,
      Selecting selecting,
      PickSection picks,
      WebhookEndpoints endpoints,
      Installs installs,
      Activity activity,
      Tenancy tenancy,
      InstantSource clock) {
    this.provider = provider;
    this.apps = apps;
    this.selecting = selecting;
    this.picks = picks;
    this.endpoints = endpoints;
    this.installs = installs;
    this.activity = activity;
    this.tenancy = tenancy;
    this.clock = clock;
  }

  /**
   * What the address, or a form that has to be filled in again, says.
   *
   * @param another whether a further account is to be connected
   * @param list what is asked of a list to pick from
   * @param values what was typed, kept
   * @param done the outcome to tell
   */
  record Asked(
      @Nullable UUID connection,
      boolean another,
      PickAsked list,
      Map<String, List<String>> values,
      Map<String, String> errors,
      @Nullable UUID done) {
    /** Nothing but this. */
    static Asked of(@Nullable UUID connection, PickAsked list, @Nullable UUID done) {
      return new Asked(connection, false, list, Map.of(), Map.of(), done);
    }

    String wrong() {
      return list.wrong();
    }
  }

  WizardPage of(Visit visit, Place place, Step step, Asked asked) {
    var words = visit.words();
    var screen =
        switch (step) {
          case Step.Connect _ -> connect(words, place, step, asked);
          case Step.Pick pick ->
              place.usable().isEmpty() ? first(words, place) : pick(words, place, pick, asked);
          case Step.Form form ->
              form.on() == Step.On.CONNECTION && place.usable().isEmpty()
                  ? first(words, place)
                  : form(words, place, form, asked);
          case Step.Webhook _ ->
              place.usable().isEmpty() ? first(words, place) : hook(words, place, step, asked);
        };
    return page(
        visit,
        place,
        step.id(),
        step.title().in(words.locale()),
        step.help().in(words.locale()),
        step.optional(),
        asked,
        screen);
  }

  WizardPage last(Visit visit, Place place, Asked asked) {
    var words = visit.words();
    return page(
        visit,
        place,
        WizardController.LAST,
        words.of("setup.finish"),
        "",
        false,
        asked,
        finish(words, place));
  }

  private WizardPage page(
      Visit visit,
      Place place,
      String now,
      String title,
      String help,
      boolean optional,
      Asked asked,
      WizardPage.Screen screen) {
    var words = visit.words();
    var integration = place.integration();
    var stops = stops(words, place, now);
    int at = 0;
    while (at < stops.size() - 1 && !stops.get(at).now()) {
      at++;
    }
    var outcome =
        asked.done() == null
            ? null
            : tenancy
                .within(
                    place.member().scope(), () -> activity.find(integration.slug(), asked.done()))
                .map(it -> new Outcomes(words).told(integration, it))
                .orElse(null);
    return new WizardPage(
        visit.frame(
            place.member(), Section.INTEGRATIONS, words.of("setup.title", integration.name())),
        integration.name(),
        Logos.address(integration),
        apps.of(integration.provider()).sandbox(),
        stops,
        title,
        help,
        optional,
        at == 0 ? place.addresses().details(integration.slug()) : stops.get(at - 1).href(),
        at == stops.size() - 1
            ? place.addresses().details(integration.slug())
            : stops.get(at + 1).href(),
        place.addresses().details(integration.slug()),
        outcome,
        screen);
  }

  private static List<WizardPage.Stop> stops(Words words, Place place, String now) {
    var setup = Setup.of(place.integration(), place.install());
    var stops = new ArrayList<WizardPage.Stop>();
    for (var state : setup.steps()) {
      stops.add(
          new WizardPage.Stop(
              state.step().title().in(words.locale()),
              state.done(),
              state.step().id().equals(now),
              state.step().optional(),
              place.addresses().setup(place.integration().slug(), state.step().id())));
    }
    stops.add(
        new WizardPage.Stop(
            words.of("setup.finish"),
            false,
            now.equals(WizardController.LAST),
            false,
            place.addresses().setup(place.integration().slug(), WizardController.LAST)));
    return stops;
  }

  /** The screen that follows a step, by the catalog's order. */
  String after(Place place, Step step) {
    var steps = place.integration().steps();
    int next = steps.indexOf(step) + 1;
    return place
        .addresses()
        .setup(
            place.integration().slug(),
            next < steps.size() ? steps.get(next).id() : WizardController.LAST);
  }

  private WizardPage.Screen connect(Words words, Place place, Step step, Asked asked) {
    var integration = place.integration();
    var say = new Sayings(words);
    var shown = shown(place, asked);
    var status = shown.map(it -> statusOf(place, it)).orElse(null);
    boolean mends = shown.isPresent() && status != null && status.reason().failing();
    if (mends && shown.orElseThrow().owner() instanceof Owner.Person) {
      return new WizardPage.First(
          words.of("setup.renews_own", say.name(shown.orElseThrow())),
          Addresses.own(integration.slug()) + "?connection=" + shown.orElseThrow().id(),
          words.of("action.reconnect"));
    }
    var base = place.addresses().details(integration.slug());
    var here = place.addresses().setup(integration.slug(), step.id());
    var connected = shown.filter(it -> !mends).map(say::name).orElse("");
    var renews = mends ? shown.map(say::name).orElse("") : "";
    var connection = mends ? shown.orElseThrow().id().toString() : "";
    return switch (integration.auth()) {
      case Auth.OAuth2 _ ->
          new WizardPage.Consent(
              base + "/authorizations",
              connection,
              renews,
              connected,
              shown.map(it -> it.account().label()).map(it -> it == null ? "" : it).orElse(""),
              shown.map(it -> base + "/connections/" + it.id() + "/label").orElse(""),
              here + "?another=true",
              apps.of(integration.provider()).clientId() == null
                  ? words.of("setup.app_missing", integration.name())
                  : "",
              words.of(mends ? "setup.reconnect_at" : "setup.continue_to", integration.name()),
              permissions(words, place));
      case Auth.ApiKey key ->
          key(words, place, asked, base, connection, renews, connected, here, key.manage());
      case Auth.Basic basic ->
          key(words, place, asked, base, connection, renews, connected, here, basic.manage());
      case Auth.ClientCredentials client ->
          key(words, place, asked, base, connection, renews, connected, here, client.manage());
      case null -> throw new NotFound();
    };
  }

  /**
   * The account that the connect screen is about, if it is about one: the workspace's first, or
   * else the member's own.
   */
  private static Optional<ConnectionFacts> shown(Place place, Asked asked) {
    if (asked.connection() != null) {
      return Optional.of(place.usable(asked.connection()).orElseThrow(NotFound::new));
    }
    return asked.another()
        ? Optional.empty()
        : place.ofTheWorkspace().stream().findFirst().or(() -> place.usable().stream().findFirst());
  }

  private static WizardPage.Key key(
      Words words,
      Place place,
      Asked asked,
      String base,
      String connection,
      String renews,
      String connected,
      String here,
      @Nullable String manage) {
    var fields =
        ConnectingByKey.fields(place.integration()).stream()
            .map(field ->
                Questions.of(
                    words, field, List.of(), asked.wrong().equals(field.id()) ? "shape" : ""))
            .toList();
    return new WizardPage.Key(
        base + "/credentials",
        connection,
        renews,
        connected,
        here + "?another=true",
        manage == null || !manage.startsWith("https://") ? "" : manage,
        words.of("setup.check_and_save"),
        fields);
  }

  private io.patchbay.connections.ConnectionStatus statusOf(
      Place place, ConnectionFacts connection) {
    return io.patchbay.connections.ConnectionStatus.at(
        clock.instant(), connection, io.patchbay.connections.Expectations.of(place.integration()));
  }

  private static List<DetailsPage.Permission> permissions(Words words, Place place) {
    return Stream.concat(place.integration().scopes(), place.integration().appPermissions())
        .map(scope ->
            new DetailsPage.Permission(
                scope.reason().in(words.locale()),
                scope.id(),
                Tone.QUIET,
                scope.required() ? "" : words.of("tag.optional")))
        .toList();
  }

  private static WizardPage.First first(Words words, Place place) {
    var connect = place.integration().steps().getFirst();
    return new WizardPage.First(
        words.of("setup.connect_first", connect.title().in(words.locale())),
        place.addresses().setup(place.integration().slug(), connect.id()),
        connect.title().in(words.locale()));
  }

  private static List<WizardPage.Account> accounts(
      Words words, Place place, Step step, List<ConnectionFacts> among, ConnectionFacts now) {
    var say = new Sayings(words);
    return among.size() < 2
        ? List.of()
        : among.stream()
            .map(it ->
                new WizardPage.Account(
                    say.name(it),
                    place.addresses().setup(place.integration().slug(), step.id())
                        + "?connection="
                        + it.id(),
                    it.id().equals(now.id())))
            .toList();
  }

  /** The account that a screen is about: the newest where the address names none. */
  private static ConnectionFacts through(Place place, Asked asked) {
    return asked.connection() == null
        ? place.usable().getLast()
        : place.usable(asked.connection()).orElseThrow(NotFound::new);
  }

  private WizardPage.Screen pick(Words words, Place place, Step.Pick step, Asked asked) {
    var connection =
        place.usable().stream()
            .filter(it -> asked.connection() == null || it.id().value().equals(asked.connection()))
            .reduce((one, other) -> other)
            .orElseThrow(NotFound::new);
    var through = Selecting.through(place, step, connection);
    var look = selecting.look(through, asked.list());
    var draft = selecting.draft(through);
    var integration = place.integration();
    var install = place.install();
    int linked = install == null ? 0 : install.picked().getOrDefault(step.of(), 0);
    var page = integration.installations() == null ? null : provider.installPage(integration);
    return new WizardPage.Pick(
        accounts(words, place, step, place.usable(), connection),
        picks.of(words, place, through, asked.list(), look, draft, where(place, step, connection)),
        look instanceof Browsing.Shown
            ? PickSection.tally(words, through, asked.list(), draft.size())
            : null,
        linked == 0
            ? ""
            : words.count(
                "setup.pick.linked", linked, through.kind().noun().of(linked, words.locale())),
        place.addresses().sources() + "?provider=" + integration.slug(),
        page == null ? "" : page);
  }

  private static PickSection.Where where(Place place, Step.Pick step, ConnectionFacts connection) {
    var here = place.addresses().setup(place.integration().slug(), step.id());
    return new PickSection.Where(
        here + "/resources",
        List.of(new Picker.Hidden("connection", connection.id().toString())),
        list -> address(here, connection, list));
  }

  static String address(String here, ConnectionFacts connection, PickAsked list) {
    var parts = new LinkedHashMap<String, String>();
    parts.put("connection", connection.id().toString());
    list.addTo(parts);
    return here + PickAsked.suffix(parts);
  }

  private WizardPage.Form form(Words words, Place place, Step.Form step, Asked asked) {
    var install = place.install();
    var through = step.on() == Step.On.CONNECTION ? through(place, asked) : null;
    Map<String, List<String>> saved =
        install == null
            ? Map.of()
            : tenancy.within(
                place.member().scope(),
                () ->
                    installs.choices(
                        install.id(), step.id(), through == null ? null : through.id()));
    boolean again = !asked.errors().isEmpty();
    var fields =
        step.fields().stream()
            .map(field ->
                Questions.of(
                    words,
                    field,
                    again
                        ? asked.values().getOrDefault(field.id(), List.of())
                        : Questions.initial(field, saved),
                    asked.errors().getOrDefault(field.id(), "")))
            .toList();
    return new WizardPage.Form(
        place.addresses().setup(place.integration().slug(), step.id()),
        through == null ? "" : through.id().toString(),
        through == null ? List.of() : accounts(words, place, step, place.usable(), through),
        fields,
        step.fields().stream()
            .filter(it -> !it.secret())
            .flatMap(it ->
                saved.getOrDefault(it.id(), List.of()).stream().map(was -> it.id() + "=" + was))
            .toList(),
        step.optional());
  }

  private WizardPage.Screen hook(Words words, Place place, Step step, Asked asked) {
    var through =
        asked.connection() == null
            ? place.usable().getFirst()
            : place.usable(asked.connection()).orElseThrow(NotFound::new);
    var heard = through.webhooks().firstEvent();
    var webhook = place.integration().webhook();
    boolean own =
        webhook != null && webhook.signature().secretFrom() == Webhook.SecretFrom.CONNECTION;
    var page = provider.webhookPage(place.integration());
    var manage = page == null ? "" : page;
    var name = place.integration().name();
    var failed = asked.wrong().isEmpty() ? "" : "setup.hook.failed." + bucket(asked.wrong());
    return tenancy.within(
        place.member().scope(),
        () ->
            new WizardPage.Hook(
                own,
                place.addresses().setup(place.integration().slug(), step.id()) + "/secret",
                own && Subscribing.isOffered(place.integration())
                    ? place.addresses().setup(place.integration().slug(), step.id())
                        + "/subscription"
                    : "",
                endpoints.isSubscribed(through.owner(), through.id()),
                failed.isEmpty() ? "" : words.of(failed, name),
                failed.isEmpty() ? "" : words.of(failed + ".do", name),
                through.id().toString(),
                accounts(words, place, step, place.usable(), through),
                own ? endpoints.address(through.owner(), through.id()) : "",
                !own || endpoints.hasSecret(through.owner(), through.id()),
                heard == null,
                heard == null ? "" : words.of("setup.hook.heard", words.ago(heard)),
                manage));
  }

  /** As the address says it, or the most harmless one. */
  private static String bucket(String wrong) {
    return java.util.Arrays.stream(Failure.values())
        .map(Failure::word)
        .filter(wrong::equals)
        .findFirst()
        .orElse(Failure.PROVIDER_OUTAGE.word());
  }

  private WizardPage.Finish finish(Words words, Place place) {
    var integration = place.integration();
    var say = new Sayings(words);
    var status = InstallStatus.at(clock.instant(), integration, place.install());
    var message = say.message(integration, place.install(), status);
    return new WizardPage.Finish(
        status.label() == Label.CONNECTED,
        say.label(status.label()),
        status.label() == Label.CONNECTED
            ? words.of("setup.finish.works", integration.name())
            : message.happened(),
        message.toDo(),
        message.automatic(),
        say.connections(integration, place.install(), status),
        say.checked(place.install()),
        stops(words, place, "").stream()
            .filter(it ->
                !it.done() && !it.optional() && !it.href().endsWith("/" + WizardController.LAST))
            .toList(),
        place.addresses().details(integration.slug()),
        place.addresses().directory());
  }
}
