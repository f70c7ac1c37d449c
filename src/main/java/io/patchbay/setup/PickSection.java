package io.patchbay.setup;

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

/** Makes the list to pick from of what the provider said. */
@Component
public class PickSection {
  private final Linking linking;

  PickSection(Linking linking) {
    this.linking = linking;
  }

  /**
   * @param action where the form is posted
   * @param address of the page that shows the list as asked
   */
  public record Where(
      String action, List<Picker.Hidden> hidden, Function<PickAsked, String> address) {}

  public Picker of(
      Words words,
      Place place,
      Through through,
      PickAsked asked,
      Browsing.Look look,
      Drafts.Draft draft,
      Where where) {
    return switch (look) {
      case Browsing.NotShown it -> failed(words, place, asked, it, where);
      case Browsing.Shown it -> shown(words, place, through, asked, it, draft, where);
    };
  }

  private static Picker failed(
      Words words, Place place, PickAsked asked, Browsing.NotShown failed, Where where) {
    var key = "setup.pick.failed." + failed.bucket().word();
    return new Picker(
        "",
        "",
        List.of(),
        where.address().apply(asked),
        List.of(),
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
        words.of(key, place.integration().name()),
        words.of(key + ".do"));
  }

  private Picker shown(
      Words words,
      Place place,
      Through through,
      PickAsked asked,
      Browsing.Shown shown,
      Drafts.Draft draft,
      Where where) {
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
    return new Picker(
        through.step().title().in(words.locale()),
        where.action(),
        where.hidden(),
        where.address().apply(asked.at(shown.installation()).on(shown.page())),
        shown.installations().stream()
            .map(it ->
                new Picker.Installation(it.id(), it.name(), it.id().equals(shown.installation())))
            .toList(),
        shown.installation(),
        asked.query(),
        shown.page(),
        shown.items().stream()
            .map(it ->
                new Picker.Item(
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
            .map((ConnectionFacts it) -> through(words, place, it))
            .orElseGet(() -> words.of("label.connected"));
  }

  private static String through(Words words, Place place, ConnectionFacts connection) {
    var install = place.install();
    var owner = install == null ? "" : install.ownerOf(connection.id());
    var account = new Sayings(words).name(connection);
    return owner.isEmpty()
        ? words.of("connect.through", account)
        : words.of("connect.through_own", owner, account);
  }

  public static Picker.Tally tally(Words words, Through through, PickAsked asked, int chosen) {
    var noun = through.kind().noun().of(chosen, words.locale());
    return new Picker.Tally(
        words.count("connect.selected", chosen, noun),
        chosen == 0
            ? words.of("connect.button.none")
            : words.of("connect.button", words.number(chosen), noun),
        chosen > 0,
        problem(words, through, asked.wrong()));
  }

  private static String problem(Words words, Through through, String code) {
    int most = through.step().max();
    return switch (code) {
      case "none" -> words.of("connect.wrong.none");
      case "few" -> words.count("setup.pick.few", through.step().min());
      case "many" ->
          words.of(
              "connect.wrong.many",
              words.number(most),
              through.kind().noun().of(most, words.locale()));
      case "unread" -> words.of("connect.wrong.unread");
      case "missing" -> words.of("connect.wrong.missing");
      case "fields" -> words.of("connect.wrong.fields");
      default ->
          code.startsWith("lost-") && words.has("setup.pick.failed." + code.substring(5))
              ? words.of("setup.pick.failed." + code.substring(5), through.integration().name())
                  + " "
                  + words.of("connect.wrong.lost")
              : "";
    };
  }
}
