package io.patchbay.authorization;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Auth;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Html;
import io.patchbay.shell.Section;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Replaces a key that works by another one, which is tested before the old one goes. */
@Controller
class RotationController {
  private final Places places;
  private final ConnectingByKey keys;
  private final Templates pages;

  RotationController(Places places, ConnectingByKey keys, Templates pages) {
    this.places = places;
    this.keys = keys;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/rotation")
  View ask(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ROTATE);
    return page(visit, place, rotatable(place, connection), Set.of());
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/rotation")
  View rotate(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      @RequestParam MultiValueMap<String, String> form,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ROTATE);
    var facts = rotatable(place, connection);
    var values = form.toSingleValueMap();
    var wrong =
        ConnectingByKey.fields(place.integration()).stream()
            .filter(it -> !ConnectingByKey.fits(it, values.get(it.id())))
            .map(it -> it.id())
            .collect(Collectors.toSet());
    if (!wrong.isEmpty()) {
      return page(visit, place, facts, wrong).status(422);
    }
    var outcome =
        keys.rotate(
            place.member().workspace(),
            place.member().person(),
            place.integration(),
            facts.id(),
            values);
    return SeeOther.to(place.addresses().outcome(slug, Optional.of(outcome.happening())));
  }

  private Html page(Visit visit, Place place, ConnectionFacts facts, Set<String> wrong) {
    var words = visit.words();
    var name = facts.account().shown();
    var title = words.of("rotate.title", name == null ? place.integration().name() : name);
    var details = place.addresses().details(place.integration().slug());
    return Html.of(
        pages.authorizationRotate(
            new RotationPage(
                visit.frame(place.member(), Section.INTEGRATIONS, title),
                title,
                List.of(
                    words.of("rotate.text", place.integration().name()),
                    words.of("rotate.host", place.integration().name())),
                fields(place, words, wrong),
                manage(place),
                details + "/connections/" + facts.id() + "/rotation",
                details)));
  }

  private static List<RotationPage.Field> fields(Place place, Words words, Set<String> wrong) {
    return ConnectingByKey.fields(place.integration()).stream()
        .map(it ->
            new RotationPage.Field(
                it.id(),
                it.label().in(words.locale()),
                it.help().in(words.locale()),
                it.secret(),
                it.required(),
                wrong.contains(it.id()) ? words.of("rotate.wrong") : ""))
        .toList();
  }

  private static String manage(Place place) {
    var manage =
        switch (place.integration().auth()) {
          case Auth.ApiKey it -> it.manage();
          case Auth.Basic it -> it.manage();
          case Auth.ClientCredentials it -> it.manage();
          case Auth.OAuth2 _ -> null;
          case null -> null;
        };
    return manage == null || !manage.startsWith("https://") ? "" : manage;
  }

  /** A connection of this workspace, made with a key. */
  private static ConnectionFacts rotatable(Place place, UUID connection) {
    if (ConnectingByKey.fields(place.integration()).isEmpty()) {
      throw new NotFound();
    }
    return place
        .connection(connection)
        .filter(it -> it.owner().id().equals(place.member().workspace().value()))
        .orElseThrow(NotFound::new);
  }
}
