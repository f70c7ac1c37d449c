package io.patchbay.setup;

import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.ids.InstallId;
import io.patchbay.installs.Place;
import io.patchbay.resources.Browsing;
import io.patchbay.resources.Drafts;
import io.patchbay.resources.Linking;
import io.patchbay.resources.Through;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/**
 * What the buttons of a list to pick from do. Each press keeps what is ticked before it does
 * anything else.
 */
@Component
public class Selecting {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Browsing browsing;
  private final Drafts drafts;
  private final Linking linking;

  Selecting(Browsing browsing, Drafts drafts, Linking linking) {
    this.browsing = browsing;
    this.drafts = drafts;
    this.linking = linking;
  }

  /** One member, picking what a step asks for through an account of this place. */
  public static Through through(Place place, Step.Pick step, ConnectionFacts connection) {
    return new Through(
        place.member().workspace(),
        place.member().person(),
        place.integration(),
        step,
        Objects.requireNonNull(
            place.integration().resources().get(step.of()),
            () -> "The step " + step.id() + " picks what the entry does not declare"),
        connection);
  }

  public Browsing.Look look(Through through, PickAsked asked) {
    return browsing.look(
        through, new Browsing.Asked(asked.installation(), asked.query(), asked.page()));
  }

  public Drafts.Draft draft(Through through) {
    return drafts.find(through);
  }

  /**
   * The form's {@code shown} are the ids that the page showed; of these, exactly the {@code chosen}
   * ones stay chosen. Ids that this account was never shown are nobody's to choose, and are
   * ignored.
   *
   * @return false where more was sent than the entry allows, so that nothing was changed
   */
  public boolean keep(Through through, PickAsked asked, MultiValueMap<String, String> form) {
    var shown = new HashSet<>(form.getOrDefault("shown", List.of()));
    var ticked = new HashSet<>(form.getOrDefault("chosen", List.of()));
    if (ticked.size() > through.step().max()) {
      return false;
    }
    if (!shown.isEmpty()) {
      drafts.tick(
          through,
          asked.installation(),
          browsing.known(through, asked.installation()).stream()
              .filter(it -> shown.contains(it.id()))
              .toList(),
          ticked);
    }
    return true;
  }

  /**
   * Where the buttons lead that only look elsewhere or tick more.
   *
   * @param go search, page:N, at:ID, all, none or refresh
   * @return nothing for any other button
   */
  public Optional<PickAsked> turn(Through through, PickAsked asked, String go) {
    var button = go.split(":", 2);
    return switch (button[0]) {
      case "search" -> Optional.of(asked.on(1));
      case "page" -> Optional.of(asked.on(number(button)));
      case "at" -> Optional.of(asked.at(button.length == 2 ? button[1] : ""));
      case "all" -> Optional.of(all(through, asked));
      case "none" -> {
        drafts.clear(through);
        yield Optional.of(asked);
      }
      case "refresh" -> {
        browsing.refresh(through);
        yield Optional.of(asked.on(1));
      }
      default -> Optional.empty();
    };
  }

  private static int number(String[] button) {
    return button.length == 2 && button[1].matches("[0-9]{1,4}") ? Integer.parseInt(button[1]) : 1;
  }

  private PickAsked all(Through through, PickAsked asked) {
    var found =
        browsing.everything(
            through, new Browsing.Asked(asked.installation(), asked.query(), 1), PATIENCE);
    if (!(found instanceof Browsing.Shown shown)) {
      return asked;
    }
    var chosen = new HashSet<>(drafts.find(through).chosen());
    shown.items().forEach(it -> chosen.add(it.id()));
    if (chosen.size() > through.step().max()) {
      return asked.wrong("many");
    }
    drafts.choose(through, shown.installation(), shown.items());
    return shown.complete() ? asked : asked.wrong("unread");
  }

  public sealed interface Result {}

  /** Nothing was linked, and the draft is as it was, but for what is not there any more. */
  public record Not(PickAsked asked) implements Result {}

  public record Done(Linking.Linked linked) implements Result {}

  /**
   * Links what is ticked, if the account still reaches where it is from.
   *
   * @param install made once it is sure that something is to be linked
   * @param choices for each of the things, by field
   */
  public Result link(
      Through through,
      PickAsked asked,
      Supplier<InstallId> install,
      Map<String, List<String>> choices) {
    var draft = drafts.find(through);
    if (draft.size() == 0) {
      return new Not(asked.wrong("none"));
    }
    return switch (browsing.reached(through, draft.from())) {
      case Browsing.Lost it -> new Not(asked.wrong("lost-" + it.why().bucket().word()));
      case Browsing.Missing it -> {
        drafts.untick(through, it.ids());
        browsing.refresh(through);
        yield new Not(asked.on(1).wrong("missing"));
      }
      case Browsing.Still _ -> linked(through, draft, asked, install, choices);
    };
  }

  private Result linked(
      Through through,
      Drafts.Draft draft,
      PickAsked asked,
      Supplier<InstallId> install,
      Map<String, List<String>> choices) {
    var reach = browsing.reach(through, draft.installations());
    var also =
        Map.of(
            "found", String.valueOf(reach.read()),
            "found_private", String.valueOf(reach.hidden()),
            "found_more", String.valueOf(!reach.complete()));
    return switch (linking.link(through, install.get(), choices, also)) {
      case Linking.TooMany _ -> new Not(asked.wrong("many"));
      case Linking.Linked it -> new Done(it);
    };
  }
}
