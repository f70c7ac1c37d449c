package io.patchbay.authorization;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Auth;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.events.Happening;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.Section;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Ends connections, after a screen that says what stops. */
@Controller
class EndingController {
  private final Places places;
  private final Disconnecting disconnecting;
  private final OnesOwn own;
  private final Templates pages;

  EndingController(Places places, Disconnecting disconnecting, OnesOwn own, Templates pages) {
    this.places = places;
    this.disconnecting = disconnecting;
    this.own = own;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/end")
  View askOne(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.DISCONNECT);
    var facts = ownedHere(place, connection);
    var words = visit.words();
    var name = shown(facts, place);
    return ask(
        visit,
        place,
        words.of("end.one.title", name),
        sentences(words, place, words.of("end.one.text", name, place.integration().name())),
        place.addresses().details(slug) + "/connections/" + connection + "/disconnected",
        words.of("end.one.button", name),
        true);
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/disconnected")
  View endOne(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.DISCONNECT);
    var facts = ownedHere(place, connection);
    var done =
        disconnecting.one(
            place.member().workspace(), place.member().person(), place.integration(), facts.id());
    return SeeOther.to(place.addresses().outcome(slug, done));
  }

  @GetMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/unlink")
  View askToUnlink(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    var source = linkedHere(place, connection);
    var words = visit.words();
    var name = shown(source, place);
    var provider = place.integration().name();
    return ask(
        visit,
        place,
        words.of("end.unlink.title", name),
        List.of(
            words.of("end.one.text", name, provider),
            isTheirs(source, place)
                ? words.of("end.unlink.kept.own", provider)
                : words.of("end.unlink.kept", owner(source, place), provider),
            words.of("end.history")),
        place.addresses().details(slug) + "/connections/" + connection + "/unlinked",
        words.of("sources.end.button"),
        true);
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/connections/{connection}/unlinked")
  View unlink(
      @PathVariable String workspace,
      @PathVariable String slug,
      @PathVariable UUID connection,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    var source = linkedHere(place, connection);
    own.unlink(
        place.member().workspace(),
        Objects.requireNonNull(place.install()).id(),
        place.member().person(),
        owner(source, place),
        place.integration(),
        source);
    return SeeOther.to(place.addresses().details(slug))
        .saying(
            Flash.good(
                "flash.source_unlinked", shown(source, place), place.member().workspaceName()));
  }

  @GetMapping("/w/{workspace}/integrations/{slug}/end")
  View askAll(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam String what,
      Visit visit,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    boolean disable = what.equals("disable");
    place.demand(disable ? Action.DISABLE : Action.DISCONNECT);
    var words = visit.words();
    var name = place.integration().name();
    return disable
        ? ask(
            visit,
            place,
            words.of("end.disable.title", name),
            List.of(words.of("end.disable.text", name), words.of("end.disable.kept")),
            place.addresses().details(slug) + "/disabled",
            words.of("end.disable.button", name),
            false)
        : ask(
            visit,
            place,
            words.of("end.all.title", name),
            sentences(
                words, place, words.count("end.all.text", place.ofTheWorkspace().size(), name)),
            place.addresses().details(slug) + "/disconnected",
            words.of("end.all.button"),
            true);
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/disconnected")
  View endAll(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.DISCONNECT);
    var ids = place.ofTheWorkspace().stream().map(ConnectionFacts::id).toList();
    var done =
        disconnecting.all(
            place.member().workspace(), place.member().person(), place.integration(), ids);
    var worst = done.stream().max(Comparator.comparingInt(EndingController::unsettled));
    return SeeOther.to(place.addresses().outcome(slug, worst));
  }

  /** How much of an end a person may still have to see to at the provider. */
  private static int unsettled(Happening ended) {
    boolean webhookStays = ended.details().getOrDefault("webhook", "").equals("failed");
    return switch (ended.details().getOrDefault("revoked", "unknown")) {
      case "failed" -> 4;
      case "later" -> 3;
      case "yes" -> webhookStays ? 2 : 0;
      default -> webhookStays ? 2 : 1;
    };
  }

  private Html ask(
      Visit visit,
      Place place,
      String title,
      List<String> stops,
      String action,
      String button,
      boolean risk) {
    var frame = visit.frame(place.member(), Section.INTEGRATIONS, title);
    return Html.of(
        pages.authorizationEnd(
            new EndPage(
                frame,
                title,
                stops,
                action,
                button,
                risk,
                place.addresses().details(place.integration().slug()))));
  }

  private static List<String> sentences(Words words, Place place, String first) {
    var sentences = new ArrayList<String>(List.of(first));
    boolean revokes =
        place.integration().auth() instanceof Auth.OAuth2 oauth && oauth.revoke() != null;
    sentences.add(
        words.of(revokes ? "end.revokes" : "end.does_not_revoke", place.integration().name()));
    sentences.add(words.of("end.history"));
    return sentences;
  }

  private static ConnectionFacts ownedHere(Place place, UUID connection) {
    return place
        .connection(connection)
        .filter(it ->
            it.owner().id().equals(place.member().workspace().value())
                && it.id().equals(new ConnectionId(connection)))
        .orElseThrow(NotFound::new);
  }

  /** A member's own source, which its owner and an Admin may take out of the workspace. */
  private static ConnectionFacts linkedHere(Place place, UUID connection) {
    var source =
        place
            .connection(connection)
            .filter(it -> it.owner() instanceof Owner.Person)
            .orElseThrow(NotFound::new);
    if (!isTheirs(source, place)) {
      place.demand(Action.UNLINK_PERSONAL_SOURCE);
    }
    return source;
  }

  private static boolean isTheirs(ConnectionFacts source, Place place) {
    return source.owner().id().equals(place.member().person().value());
  }

  private static String owner(ConnectionFacts source, Place place) {
    return Objects.requireNonNull(place.install()).ownerOf(source.id());
  }

  private static String shown(ConnectionFacts facts, Place place) {
    var shown = facts.account().shown();
    return shown == null ? place.integration().name() : shown;
  }
}
