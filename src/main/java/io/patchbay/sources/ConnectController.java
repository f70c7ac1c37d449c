package io.patchbay.sources;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Step;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectPageReached;
import io.patchbay.events.ConnectPageReached.Far;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.resources.Drafts;
import io.patchbay.resources.Through;
import io.patchbay.setup.Answers;
import io.patchbay.setup.PickAsked;
import io.patchbay.setup.Selecting;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
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

  private final ConnectReading reading;
  private final ConnectPages maker;
  private final Selecting selecting;
  private final Drafts drafts;
  private final Installs installs;
  private final Provider provider;
  private final Tenancy tenancy;
  private final ApplicationEventPublisher events;
  private final Templates pages;

  ConnectController(
      ConnectReading reading,
      ConnectPages maker,
      Selecting selecting,
      Drafts drafts,
      Installs installs,
      Provider provider,
      Tenancy tenancy,
      ApplicationEventPublisher events,
      Templates pages) {
    this.reading = reading;
    this.maker = maker;
    this.selecting = selecting;
    this.drafts = drafts;
    this.installs = installs;
    this.provider = provider;
    this.tenancy = tenancy;
    this.events = events;
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
    var list = new PickAsked(installation, q, page, wrong);
    var asked = new ConnectAsked(slug, connection, list, another, done);
    var seen = reading.read(workspace, asked, who);
    var shown = maker.of(visit, seen, asked, Map.of());
    if (asked.opening() && !visit.wantsFragment()) {
      opened(shown.chosen());
    }
    return page(seen, shown);
  }

  private void opened(ConnectPage.@Nullable Chosen chosen) {
    if (chosen != null && chosen.picker() != null && chosen.picker().failed().isEmpty()) {
      events.publishEvent(new ConnectPageReached(chosen.slug(), Far.LISTED));
    } else if (chosen != null && chosen.connection().isEmpty()) {
      events.publishEvent(new ConnectPageReached(chosen.slug(), Far.OPENED));
    }
  }

  private Html page(
      Visit visit, ConnectReading.Seen seen, ConnectAsked asked, Map<String, String> errors) {
    return page(seen, maker.of(visit, seen, asked, errors));
  }

  private Html page(ConnectReading.Seen seen, ConnectPage shown) {
    var html = Html.of(pages.sourcesConnect(shown));
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
    var list = new PickAsked(installation, q, page, "");
    var asked = new ConnectAsked(slug, connection, list, false, null);
    var seen = reading.read(workspace, asked, who);
    var place = seen.place();
    if (place == null) {
      throw new NotFound();
    }
    place.demand(Action.PICK);
    var through = seen.chosen(asked).flatMap(seen::through).orElse(null);
    if (through == null) {
      return to(seen, new ConnectAsked(slug, null, PickAsked.FIRST.wrong("gone"), false, null));
    }
    boolean nothing = selecting.draft(through).size() == 0;
    keepAnswers(through, form);
    if (!selecting.keep(through, list, form)) {
      return to(seen, asked.wrong("many"));
    }
    var turned = selecting.turn(through, list, go);
    if (nothing && selecting.draft(through).size() > 0) {
      events.publishEvent(new ConnectPageReached(slug, Far.SELECTED));
    }
    if (turned.isPresent()) {
      return to(seen, asked.with(turned.get()));
    }
    return go.equals("connect")
        ? connect(visit, seen, place, through, asked, form)
        : visit.wantsFragment() ? page(visit, seen, asked, Map.of()) : to(seen, asked);
  }

  private void keepAnswers(Through through, MultiValueMap<String, String> form) {
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
    var member = seen.member();
    var result =
        selecting.link(
            through,
            asked.list(),
            () ->
                tenancy.within(
                    member.scope(),
                    () ->
                        installs.ensure(member.workspace(), place.integration(), member.person())),
            of(forms, Step.On.RESOURCE, answers));
    return switch (result) {
      case Selecting.Not it -> to(seen, asked.with(it.asked()));
      case Selecting.Done it -> {
        save(place, forms, answers);
        events.publishEvent(new ConnectPageReached(place.integration().slug(), Far.LINKED));
        yield to(seen, asked.done(it.linked().happening().id()));
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

  private static View to(ConnectReading.Seen seen, ConnectAsked asked) {
    return SeeOther.to(new Addresses(seen.member().slug()).connect() + asked.suffix());
  }
}
