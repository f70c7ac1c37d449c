package io.patchbay.directory;

import io.patchbay.catalog.Field;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.installs.Addresses;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen, by where it lives: for the whole workspace, for one account, or for each thing
 * that is linked.
 */
record SettingLines(DetailsReading.Seen seen, Member member, Words words, Sayings say) {

  List<DetailsPage.SettingGroup> groups() {
    var install = seen.install();
    if (install == null) {
      return List.of();
    }
    return Stream.of(
            group(words.of("settings.install"), forms(Step.On.INSTALL, null)).stream(),
            install.connections().stream()
                .filter(it -> it.owner().id().equals(member.workspace().value()))
                .map(this::ofConnection)
                .filter(it -> !it.isEmpty()),
            ofResources().stream())
        .flatMap(it -> it)
        .toList();
  }

  private static Optional<DetailsPage.SettingGroup> group(
      String title, List<DetailsPage.Setting> settings) {
    return settings.isEmpty()
        ? Optional.empty()
        : Optional.of(new DetailsPage.SettingGroup(title, settings, "", ""));
  }

  /** The forms of one kind that were answered. */
  private List<DetailsPage.Setting> forms(Step.On on, @Nullable UUID connection) {
    var settings = new ArrayList<DetailsPage.Setting>();
    for (var step : forms(on)) {
      var chosen = seen.choices().get(new DetailsReading.Answered(step.id(), connection));
      if (chosen != null) {
        step.fields()
            .forEach(field ->
                settings.add(
                    new DetailsPage.Setting(
                        field.label().in(words.locale()),
                        value(field, chosen),
                        may(Action.FINISH_SETUP) ? address(step, connection) : "")));
      }
    }
    return settings;
  }

  private List<Step.Form> forms(Step.On on) {
    return seen.integration().steps().stream()
        .filter(Step.Form.class::isInstance)
        .map(Step.Form.class::cast)
        .filter(it -> it.on() == on)
        .toList();
  }

  private DetailsPage.SettingGroup ofConnection(ConnectionFacts connection) {
    var settings = new ArrayList<>(forms(Step.On.CONNECTION, connection.id().value()));
    var inputs =
        seen.behind().getOrDefault(connection.id().value(), DetailsReading.Behind.NOTHING).inputs();
    seen.integration().inputs().stream()
        .filter(it -> inputs.containsKey(it.id()))
        .forEach(it ->
            settings.add(
                new DetailsPage.Setting(
                    it.label().in(words.locale()), inputs.getOrDefault(it.id(), ""), "")));
    var label = connection.account().label();
    return new DetailsPage.SettingGroup(
        words.of("settings.connection", say.name(connection)),
        settings,
        may(Action.LABEL)
            ? new Addresses(member.slug()).details(seen.integration().slug())
                + "/connections/"
                + connection.id()
                + "/label"
            : "",
        label == null ? "" : label);
  }

  /** What was answered for all of them, and then each that differs from it. */
  private Optional<DetailsPage.SettingGroup> ofResources() {
    var settings = new ArrayList<>(forms(Step.On.RESOURCE, null));
    for (var step : forms(Step.On.RESOURCE)) {
      var all = seen.choices().getOrDefault(new DetailsReading.Answered(step.id(), null), Map.of());
      for (var field : step.fields()) {
        var usual = all.getOrDefault(field.id(), List.of());
        seen.resources().stream()
            .filter(it -> !it.choices().getOrDefault(field.id(), List.of()).equals(usual))
            .forEach(it ->
                settings.add(
                    new DetailsPage.Setting(
                        it.name(),
                        value(field, it.choices()),
                        may(Action.PICK)
                            ? new Addresses(member.slug()).sources() + "/" + it.id()
                            : "")));
      }
    }
    var nouns =
        seen.integration().resources().values().stream()
            .map(ResourceKind::noun)
            .map(it -> it.of(2, words.locale()))
            .toList();
    return group(words.of("settings.resource", words.list(nouns)), settings);
  }

  private String value(Field field, Map<String, List<String>> chosen) {
    var values = chosen.getOrDefault(field.id(), List.of());
    if (values.isEmpty()) {
      return words.of("settings.none");
    }
    return switch (field.type()) {
      case TEXT -> field.secret() ? words.of("settings.sealed") : values.getFirst();
      case BOOLEAN -> words.of(values.getFirst().equals("true") ? "settings.on" : "settings.off");
      case CHOICE, CHOICES -> words.list(values.stream().map(it -> option(field, it)).toList());
    };
  }

  private String option(Field field, String id) {
    return field.options().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .map(it -> it.label().in(words.locale()))
        .orElse(id);
  }

  private boolean may(Action action) {
    return Policy.decide(action, member, seen.sensitive()).allowed();
  }

  private String address(Step.Form step, @Nullable UUID connection) {
    return new Addresses(member.slug()).setup(seen.integration().slug(), step.id())
        + (connection == null ? "" : "?connection=" + connection);
  }
}
