package io.patchbay.sources;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Step;
import io.patchbay.database.Tenancy;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.resources.Browsing;
import io.patchbay.resources.Drafts;
import io.patchbay.resources.Linking;
import io.patchbay.resources.Through;
import io.patchbay.setup.Answers;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * One page from choosing a provider to linked things. Each press of a button keeps what is ticked
 * and filled in before it does anything else.
 */
@Controller
class ConnectController {
  static final String FIELD = "f-";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ConnectReading reading;
  private final ConnectPages maker;
  private final Browsing browsing;
  private final Drafts drafts;
  private final Linking linking;
  private final Installs installs;
  private final Provider provider;
  private final Tenancy tenancy;
  private final Templates pages;

  ConnectController(
      ConnectReading reading,
      ConnectPages maker,
      Browsing browsing,
      Drafts drafts,
      Linking linking,
      Installs installs,
      Provider provider,
      Tenancy tenancy,
      Templates pages) {
    this.reading = reading;
    this.maker = maker;
    this.browsing = browsing;
    this.drafts = drafts;
    this.linking = linking;
    this.installs = installs;
    this.provider = provider;
    this.tenancy = tenancy;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/connect")
  View show(
      @PathVariable String workspace,
      @RequestParam(name = "provider", defaultValue = "") String slug,
      @RequestParam(required = false) @Nullable UUID connection,
      @RequestParam(defaultValue = "") String installation,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "false") boolean another,
      @RequestParam(defaultValue = "") String wrong,
      @RequestParam(required = false) @Nullable UUID done,
      Visit visit,
      SignedIn who) {
    var asked = new ConnectAsked(slug, connection, installation, q, page, another, wrong, done);
    return page(visit, reading.read(workspace, asked, who), asked, Map.of());
  }

  private Html page(
      Visit visit, ConnectReading.Seen seen, ConnectAsked asked, Map<String, String> errors) {
    var html = Html.of(pages.sourcesConnect(maker.of(visit, seen, asked, errors)));
    return seen.place() == null
        ? html.status(404)
        : html.formAction(provider.authorizeOrigin(seen.place().integration()));
  }

  /**
   * The form's {@code shown} are the ids that the page showed; of these, exactly the {@code chosen}
   * ones stay chosen.
   *
   * @param go which button: save, search, page:N, at:ID, all, none, refresh or connect
   */
  @PostMapping("/w/{workspace}/connect/selection")
  View act(
      @PathVariable String workspace,
      @RequestParam(name = "provider") String slug,
      @RequestParam UUID connection,
      @RequestParam(defaultValue = "") String installation,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "save") String go,
      @RequestParam MultiValueMap<String, String> form,
      Visit visit,
      SignedIn who) {
    var asked = new ConnectAsked(slug, connection, installation, q, page, false, "", null);
    var seen = reading.read(workspace, asked, who);
    var place = seen.place();
    if (place == null) {
      throw new NotFound();
    }
    place.demand(Action.PICK);
    var through = seen.chosen(asked).flatMap(seen::through).orElse(null);
    if (through == null) {
      return to(seen, new ConnectAsked(slug, null, "", "", 1, false, "gone", null));
    }
    keep(through, asked.installation(), form);
    var button = go.split(":", 2);
    return switch (button[0]) {
      case "search" -> to(seen, asked.search(q));
      case "page" -> to(seen, asked.on(number(button)));
      case "at" -> to(seen, asked.at(button.length == 2 ? button[1] : ""));
      case "all" -> all(seen, through, asked);
      case "none" -> {
        drafts.clear(through);
        yield to(seen, asked);
      }
      case "refresh" -> {
        browsing.refresh(through);
        yield to(seen, asked.on(1));
      }
      case "connect" -> connect(visit, seen, place, through, asked, form);
      default -> visit.wantsFragment() ? page(visit, seen, asked, Map.of()) : to(seen, asked);
    };
  }

  /** Ids that this account was never shown are nobody's to choose, and are ignored. */
  private void keep(Through through, String installation, MultiValueMap<String, String> form) {
    var shown = new HashSet<>(form.getOrDefault("shown", List.of()));
    var ticked = new HashSet<>(form.getOrDefault("chosen", List.of()));
    if (!shown.isEmpty()) {
      drafts.tick(
          through,
          installation,
          browsing.known(through, installation).stream()
              .filter(it -> shown.contains(it.id()))
              .toList(),
          ticked);
    }
    var answers = answers(ConnectPages.forms(through.integration()), form);
    if (!answers.values().isEmpty()) {
      drafts.keepChoices(through, answers.values());
    }
  }

  private static Answers answers(List<Step.Form> forms, MultiValueMap<String, String> form) {
    var plain = new LinkedMultiValueMap<String, String>();
    form.forEach((name, values) -> {
      if (name.startsWith(FIELD)) {
        plain.put(name.substring(FIELD.length()), values);
      }
    });
    return Answers.of(forms.stream().flatMap(it -> it.fields().stream()).toList(), plain);
  }

  private View all(ConnectReading.Seen seen, Through through, ConnectAsked asked) {
    var found =
        browsing.everything(
            through, new Browsing.Asked(asked.installation(), asked.query(), 1), PATIENCE);
    if (!(found instanceof Browsing.Shown shown)) {
      return to(seen, asked);
    }
    var chosen = new HashSet<>(drafts.find(through).chosen());
    shown.items().forEach(it -> chosen.add(it.id()));
    if (chosen.size() > through.step().max()) {
      return to(seen, asked.wrong("many"));
    }
    drafts.choose(through, shown.installation(), shown.items());
    return to(seen, shown.complete() ? asked : asked.wrong("unread"));
  }

  private View connect(
      Visit visit,
      ConnectReading.Seen seen,
      Place place,
      Through through,
      ConnectAsked asked,
      MultiValueMap<String, String> form) {
    var forms = ConnectPages.forms(place.integration());
    var answers = answers(forms, form);
    if (!answers.errors().isEmpty()) {
      return page(visit, seen, asked.wrong("fields"), answers.errors()).status(422);
    }
    var draft = drafts.find(through);
    if (draft.size() == 0) {
      return to(seen, asked.wrong("none"));
    }
    var lost =
        draft.installations().stream()
            .flatMap(it -> browsing.lost(through, it).stream())
            .findFirst();
    if (lost.isPresent()) {
      return to(seen, asked.wrong("lost-" + lost.get().bucket().word()));
    }
    var member = seen.member();
    var install =
        tenancy.within(
            member.scope(),
            () -> installs.ensure(member.workspace(), place.integration(), member.person()));
    return switch (linking.link(through, install, of(forms, Step.On.RESOURCE, answers))) {
      case Linking.TooMany _ -> to(seen, asked.wrong("many"));
      case Linking.Linked it -> {
        save(place, forms, answers);
        yield to(seen, asked.done(it.happening().id()));
      }
    };
  }

  private void save(Place place, List<Step.Form> forms, Answers answers) {
    var member = place.member();
    for (var step : forms) {
      var values = of(List.of(step), step.on(), answers);
      if (step.on() == Step.On.INSTALL) {
        tenancy.within(member.scope(), () -> save(place, step, values));
      }
    }
  }

  /** A form that nobody ever answered, here neither, stays unanswered. */
  private void save(Place place, Step.Form step, Map<String, List<String>> values) {
    var member = place.member();
    boolean answered = values.values().stream().anyMatch(it -> !it.isEmpty());
    boolean before =
        installs
            .id(place.integration().slug())
            .filter(it -> !installs.choices(it, step.id()).isEmpty())
            .isPresent();
    if (answered || before) {
      installs.save(member.workspace(), place.integration(), step.id(), values, member.person());
    }
  }

  private static Map<String, List<String>> of(List<Step.Form> forms, Step.On on, Answers answers) {
    var values = new LinkedHashMap<String, List<String>>();
    forms.stream()
        .filter(it -> it.on() == on)
        .flatMap(it -> it.fields().stream())
        .forEach(field -> {
          var value = answers.values().get(field.id());
          if (value != null) {
            values.put(field.id(), value);
          }
        });
    return values;
  }

  private static int number(String[] button) {
    return button.length == 2 && button[1].matches("[0-9]{1,4}") ? Integer.parseInt(button[1]) : 1;
  }

  private static View to(ConnectReading.Seen seen, ConnectAsked asked) {
    return SeeOther.to(new Addresses(seen.member().slug()).connect() + asked.suffix());
  }
}
