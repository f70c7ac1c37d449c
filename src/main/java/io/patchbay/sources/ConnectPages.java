package io.patchbay.sources;

import io.patchbay.activity.Activity;
import io.patchbay.activity.Entry;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Label;
import io.patchbay.database.Tenancy;
import io.patchbay.directory.Card;
import io.patchbay.directory.Logos;
import io.patchbay.directory.Outcomes;
import io.patchbay.directory.Sayings;
import io.patchbay.events.What;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Place;
import io.patchbay.installs.Setup;
import io.patchbay.providers.ProviderApps;
import io.patchbay.resources.Browsing;
import io.patchbay.resources.Through;
import io.patchbay.setup.PickSection;
import io.patchbay.setup.Picker;
import io.patchbay.setup.Questions;
import io.patchbay.setup.Selecting;
import io.patchbay.setup.WizardPage;
import io.patchbay.shell.Section;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the connect page of what is known, asking the provider at most twice. */
@Component
class ConnectPages {
  private static final int SHOWN_AT_ONCE = 9;

  private final Selecting selecting;
  private final Activity activity;
  private final Tenancy tenancy;
  private final ProviderApps apps;
  private final AccountSection accounts;
  private final PickSection picks;
  private final InstantSource clock;

  ConnectPages(
      Selecting selecting,
      Activity activity,
      Tenancy tenancy,
      ProviderApps apps,
      AccountSection accounts,
      PickSection picks,
      InstantSource clock) {
    this.selecting = selecting;
    this.activity = activity;
    this.tenancy = tenancy;
    this.apps = apps;
    this.accounts = accounts;
    this.picks = picks;
    this.clock = clock;
  }

  /** What the fourth section asks. */
  static List<Step.Form> forms(Integration integration) {
    return integration.steps().stream()
        .filter(Step.Form.class::isInstance)
        .map(Step.Form.class::cast)
        .filter(it -> it.on() != Step.On.CONNECTION)
        .toList();
  }

  /**
   * @param errors of the fields, to be filled in again
   */
  ConnectPage of(
      Visit visit, ConnectReading.Seen seen, ConnectAsked asked, Map<String, String> errors) {
    var words = visit.words();
    var place = seen.place();
    boolean known = place != null && !place.integration().comingSoon() && place.access().open();
    var choices = choices(seen, words);
    int first = Math.min(SHOWN_AT_ONCE, choices.size());
    return new ConnectPage(
        visit.frame(seen.member(), Section.SOURCES, words.of("connect.title")),
        place == null ? asked.provider() : "",
        choices.subList(0, first),
        choices.subList(first, choices.size()),
        known && place != null ? chosen(words, seen, place, asked, errors) : null,
        "/w/" + seen.member().slug() + "/sources");
  }

  /** The chosen one first, then what is in use, then the suggested, then the rest. */
  private static List<ConnectPage.Choice> choices(ConnectReading.Seen seen, Words words) {
    var now = seen.place() == null ? "" : seen.place().integration().slug();
    return seen.shown().stream()
        .sorted(
            Comparator.<ConnectReading.Shown, Boolean>comparing(
                    it -> !it.integration().slug().equals(now))
                .thenComparing(it -> !it.ready())
                .thenComparing(it -> !connected(seen, it.integration()))
                .thenComparingInt(it -> rank(it.integration())))
        .map(it -> choice(seen, it, it.integration().slug().equals(now), words))
        .toList();
  }

  private static ConnectPage.Choice choice(
      ConnectReading.Seen seen, ConnectReading.Shown shown, boolean now, Words words) {
    var integration = shown.integration();
    var addresses = new Addresses(seen.member().slug());
    return new ConnectPage.Choice(
        integration.slug(),
        integration.name(),
        Logos.address(integration),
        shown.ready()
            ? addresses.connect(integration.slug())
            : addresses.details(integration.slug()),
        now,
        tag(seen, shown, words),
        !shown.ready());
  }

  private static String tag(ConnectReading.Seen seen, ConnectReading.Shown shown, Words words) {
    var integration = shown.integration();
    var say = new Sayings(words);
    if (!shown.access().open()) {
      return say.gate(integration);
    }
    return !integration.comingSoon() && connected(seen, integration)
        ? words.of("label.connected")
        : say.tag(integration);
  }

  private static int rank(Integration integration) {
    var featured = integration.featured();
    return featured == null ? Integer.MAX_VALUE : featured;
  }

  private static boolean connected(ConnectReading.Seen seen, Integration integration) {
    var install = seen.installs().get(integration.slug());
    return install != null && !install.connections().isEmpty();
  }

  private ConnectPage.Chosen chosen(
      Words words,
      ConnectReading.Seen seen,
      Place place,
      ConnectAsked known,
      Map<String, String> errors) {
    var integration = place.integration();
    var connection = seen.chosen(known).orElse(null);
    var asked = connection == null ? known : known.through(connection.id());
    var through = connection == null ? null : seen.through(connection).orElse(null);
    var entry = entry(seen, integration, asked);
    var done =
        entry
            .filter(it -> it.what() == What.RESOURCES_LINKED)
            .map(it -> done(words, place, it))
            .orElse(null);
    var picking = done == null && accounts.mayPick(place) ? through : null;
    var look = picking == null ? null : selecting.look(picking, asked.list());
    var draft = picking == null ? null : selecting.draft(picking);
    var saved = new HashMap<String, List<String>>(accounts.saved(place, forms(integration)));
    if (draft != null) {
      saved.putAll(draft.choices());
    }
    return new ConnectPage.Chosen(
        integration.slug(),
        integration.name(),
        Logos.address(integration),
        apps.of(integration.provider()).sandbox(),
        connection == null ? "" : connection.id().toString(),
        done == null
            ? entry.map(it -> new Outcomes(words).told(integration, it)).orElse(null)
            : null,
        entry.filter(ConnectPages::connecting).map(it -> found(words, through, look)).orElse(""),
        done,
        accounts.of(words, seen, place, asked, connection),
        look == null || draft == null || picking == null
            ? null
            : picks.of(words, place, picking, asked.list(), look, draft, where(place, asked)),
        draft == null || picking == null
            ? null
            : PickSection.tally(words, picking, asked.list(), draft.size()),
        picking != null ? questions(words, integration, saved, errors) : List.of(),
        footer(words, place, asked, connection));
  }

  private static boolean connecting(Entry entry) {
    return entry.what() == What.CONNECTED || entry.what() == What.RECONNECTED;
  }

  private Optional<Entry> entry(
      ConnectReading.Seen seen, Integration integration, ConnectAsked asked) {
    return asked.done() == null
        ? Optional.empty()
        : tenancy.within(
            seen.member().scope(), () -> activity.find(integration.slug(), asked.done()));
  }

  /** The value of a first connection at once. */
  private static String found(
      Words words, @Nullable Through through, Browsing.@Nullable Look look) {
    return through != null && look instanceof Browsing.Shown it
        ? new Outcomes(words).found(through.kind(), it.read(), it.hidden(), it.complete())
        : "";
  }

  private static List<WizardPage.Question> questions(
      Words words,
      Integration integration,
      Map<String, List<String>> saved,
      Map<String, String> errors) {
    return forms(integration).stream()
        .flatMap(it -> it.fields().stream())
        .map(field ->
            Questions.of(
                words,
                ConnectController.FIELD,
                field,
                Questions.initial(field, saved),
                errors.getOrDefault(field.id(), "")))
        .toList();
  }

  private static PickSection.Where where(Place place, ConnectAsked asked) {
    var connection = asked.connection();
    return new PickSection.Where(
        place.addresses().connect() + "/selection",
        List.of(
            new Picker.Hidden("provider", place.integration().slug()),
            new Picker.Hidden("connection", connection == null ? "" : connection.toString())),
        list -> place.addresses().connect() + asked.with(list).suffix());
  }

  private static ConnectPage.Footer footer(
      Words words, Place place, ConnectAsked asked, @Nullable ConnectionFacts connection) {
    var integration = place.integration();
    boolean gone =
        asked.list().wrong().equals("gone")
            || (asked.connection() != null && asked.done() == null && connection == null);
    boolean elsewhere = ConnectReading.pick(integration).isEmpty() && connection != null;
    return new ConnectPage.Footer(
        gone ? words.of("connect.wrong.gone") : "",
        elsewhere ? place.addresses().setup(integration.slug(), null) : "",
        elsewhere ? words.of("action.continue_setup") : "");
  }

  private ConnectPage.Done done(Words words, Place place, Entry entry) {
    var integration = place.integration();
    var say = new Sayings(words);
    var linked = new Outcomes(words).linked(integration, entry);
    var status = InstallStatus.at(clock.instant(), integration, place.install());
    var next = Setup.of(integration, place.install()).next();
    var label = status.label();
    return new ConnectPage.Done(
        linked.happened(),
        entry.details().getOrDefault("names", ""),
        linked.toDo(),
        linked.next(),
        Card.tone(label),
        say.label(label),
        label == Label.CONNECTED
            ? say.connections(integration, place.install(), status)
            : join(say.message(integration, place.install(), status)),
        next.map(it -> words.of("connect.done.next", it.title().in(words.locale()))).orElse(""),
        next.map(it -> place.addresses().setup(integration.slug(), it.id())).orElse(""),
        place.addresses().sources() + "?provider=" + integration.slug(),
        place.addresses().connect(integration.slug()),
        place.addresses().directory() + "?first=" + integration.slug() + "&done=" + entry.id());
  }

  private static String join(Sayings.Message message) {
    var parts = new ArrayList<>(List.of(message.happened(), message.toDo(), message.automatic()));
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }
}
