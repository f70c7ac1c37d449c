package io.patchbay.directory;

import io.patchbay.catalog.Field;
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

/** What was chosen, by where it lives: for the whole workspace, or for one account. */
record SettingLines(DetailsReading.Seen seen, Member member, Words words, Sayings say) {

  List<DetailsPage.SettingGroup> groups() {
    var groups = new ArrayList<DetailsPage.SettingGroup>();
    var install = seen.install();
    if (install == null) {
      return groups;
    }
    var forAll = new ArrayList<DetailsPage.Setting>();
    seen.integration().steps().stream()
        .filter(Step.Form.class::isInstance)
        .map(Step.Form.class::cast)
        .filter(it -> seen.choices().containsKey(it.id()))
        .forEach(step ->
            step.fields()
                .forEach(field ->
                    forAll.add(
                        new DetailsPage.Setting(
                            field.label().in(words.locale()),
                            value(field, seen.choices().getOrDefault(step.id(), Map.of())),
                            may(Action.FINISH_SETUP) ? address(step.id()) : ""))));
    if (!forAll.isEmpty()) {
      groups.add(new DetailsPage.SettingGroup(words.of("settings.install"), forAll, "", ""));
    }
    install.connections().stream()
        .filter(it -> it.owner().id().equals(member.workspace().value()))
        .map(this::ofConnection)
        .filter(it -> !it.isEmpty())
        .forEach(groups::add);
    return groups;
  }

  private DetailsPage.SettingGroup ofConnection(ConnectionFacts connection) {
    var settings = new ArrayList<DetailsPage.Setting>();
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

  private String address(String step) {
    return new Addresses(member.slug()).setup(seen.integration().slug(), step);
  }
}
