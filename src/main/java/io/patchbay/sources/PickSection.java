package io.patchbay.sources;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.directory.Sayings;
import io.patchbay.installs.Place;
import io.patchbay.resources.Browsing;
import io.patchbay.resources.Drafts;
import io.patchbay.resources.Linking;
import io.patchbay.resources.Through;
import io.patchbay.shell.Words;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Section 3: what the account reaches, one page of it, ticked as the draft says. */
@Component
class PickSection {
  private final Linking linking;

  PickSection(Linking linking) {
    this.linking = linking;
  }

  ConnectPage.Picker of(
      Words words,
      Place place,
      Through through,
      ConnectAsked asked,
      Browsing.Look look,
      Drafts.Draft draft) {
    return switch (look) {
      case Browsing.NotShown it -> failed(words, place, asked, it);
      case Browsing.Shown it -> shown(words, place, through, asked, it, draft);
    };
  }

  private static ConnectPage.Picker failed(
      Words words, Place place, ConnectAsked asked, Browsing.NotShown failed) {
    var name = place.integration().name();
    var key = "setup.pick.failed." + failed.bucket().word();
    return new ConnectPage.Picker(
        "",
        "",
        here(place, asked),
        "",
        asked.query(),
        1,
        List.of(),
        "",
        "",
        "",
        "",
        0,
        0,
        "",
        words.of(key, name),
        words.of(key + ".do"),
        "",
        "");
  }

  private ConnectPage.Picker shown(
      Words words,
      Place place,
      Through through,
      ConnectAsked asked,
      Browsing.Shown shown,
      Drafts.Draft draft) {
    var install = place.install();
    Map<String, Linking.Link> linked =
        install == null
            ? Map.of()
            : linking.linked(through, install.id()).stream()
                .collect(
                    Collectors.toMap(
                        Linking.Link::externalId, Function.identity(), (one, other) -> one));
    var many = through.kind().noun().of(2, words.locale());
    int from = (shown.page() - 1) * Browsing.PAGE;
    return new ConnectPage.Picker(
        through.step().title().in(words.locale()),
        place.addresses().connect() + "/selection",
        here(place, asked.at(shown.installation()).on(shown.page())),
        shown.installation(),
        asked.query(),
        shown.page(),
        shown.items().stream()
            .map(it ->
                new ConnectPage.Item(
                    it.id(),
                    it.name(),
                    it.detail(),
                    it.isPrivate(),
                    it.archived(),
                    draft.chosen().contains(it.id()),
                    badge(words, place, through, linked.get(it.id()))))
            .toList(),
        shown.items().isEmpty()
            ? ""
            : words.of(
                shown.complete() ? "connect.counted" : "connect.counted_so_far",
                from + 1,
                from + shown.items().size(),
                shown.matching(),
                many),
        shown.reading() ? words.of("connect.reading", shown.read(), many) : "",
        shown.cut() ? words.of("connect.cut", shown.read(), many) : "",
        shown.items().isEmpty() && !shown.reading()
            ? asked.query().isEmpty()
                ? words.of("setup.pick.nowhere")
                : words.of("connect.no_match", asked.query())
            : "",
        shown.page() > 1 ? shown.page() - 1 : 0,
        shown.more() ? shown.page() + 1 : 0,
        asked.query().isEmpty()
            ? words.of("connect.all", many)
            : words.of("connect.all_matching", many),
        "",
        "",
        "",
        "");
  }

  /** Where else it is linked already, if it is. */
  private static String badge(
      Words words, Place place, Through through, Linking.@Nullable Link link) {
    if (link == null) {
      return "";
    }
    return link.connection().equals(through.connection().id().value())
        ? words.of("label.connected")
        : place.connections().stream()
            .filter(it -> it.id().value().equals(link.connection()))
            .findFirst()
            .map((ConnectionFacts it) -> words.of("connect.through", new Sayings(words).name(it)))
            .orElseGet(() -> words.of("label.connected"));
  }

  private static String here(Place place, ConnectAsked asked) {
    return place.addresses().connect() + asked.suffix();
  }
}
