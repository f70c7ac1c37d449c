package io.patchbay.directory;

import io.patchbay.catalog.Auth;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Addresses;
import io.patchbay.members.Action;
import io.patchbay.members.Decision;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What ends something: each deed with what stops, for whom, or who may do it. */
record DangerLines(DetailsReading.Seen seen, Member member, Words words, Sayings say) {

  DetailsPage.Danger danger() {
    var deeds = new ArrayList<DetailsPage.Deed>();
    var rules = new LinkedHashSet<String>();
    var install = seen.install();
    if (install == null) {
      return new DetailsPage.Danger(deeds, List.of());
    }
    var name = seen.integration().name();
    var own =
        install.connections().stream()
            .filter(it -> it.owner().id().equals(member.workspace().value()))
            .toList();
    install.connections().stream()
        .filter(it -> it.owner() instanceof Owner.Person)
        .filter(it -> isTheirs(it) || allowed(Action.UNLINK_PERSONAL_SOURCE, rules))
        .forEach(it -> deeds.add(unlink(it)));
    if (install.disabled() == null && allowed(Action.DISABLE, rules)) {
      deeds.add(
          deed(
              words.of("danger.disable.title", name),
              words.of("danger.disable.blast", member.workspaceName()),
              "/end?what=disable",
              words.of("danger.disable"),
              false));
    }
    if (!own.isEmpty()
        && !(seen.integration().auth() instanceof Auth.OAuth2)
        && allowed(Action.ROTATE, rules)) {
      own.forEach(it -> deeds.add(rotate(it)));
    }
    if (!own.isEmpty() && allowed(Action.DISCONNECT, rules)) {
      if (own.size() > 1) {
        own.forEach(it -> deeds.add(one(it)));
      }
      deeds.add(
          deed(
              words.of("danger.all.title", name),
              linked() > 0
                  ? words.count("danger.blast", linked(), name, member.workspaceName())
                  : words.of("danger.blast.none", name, member.workspaceName()),
              "/end?what=disconnect",
              words.of("danger.disconnect_all"),
              true));
    }
    return new DetailsPage.Danger(deeds, List.copyOf(rules));
  }

  private DetailsPage.Deed rotate(ConnectionFacts connection) {
    return deed(
        words.of("danger.rotate.title", say.name(connection)),
        words.of("danger.rotate.blast", seen.integration().name()),
        "/connections/" + connection.id() + "/rotation",
        words.of("connections.rotate"),
        false);
  }

  private DetailsPage.Deed one(ConnectionFacts connection) {
    long through =
        seen.resources().stream()
            .filter(it -> it.connection().equals(connection.id().value()))
            .count();
    var name = say.name(connection);
    return deed(
        words.of("danger.one.title", name),
        through > 0 && linked() < DetailsReading.RESOURCES
            ? words.count("danger.one.blast", through, name, member.workspaceName())
            : words.of("end.one.text", name),
        "/connections/" + connection.id() + "/end",
        words.of("connections.disconnect"),
        true);
  }

  private DetailsPage.Deed unlink(ConnectionFacts source) {
    return deed(
        words.of("danger.unlink.title", say.name(source)),
        isTheirs(source)
            ? words.of("danger.unlink.blast.own", member.workspaceName())
            : words.of(
                "danger.unlink.blast",
                member.workspaceName(),
                seen.install() == null ? "" : seen.install().ownerOf(source.id())),
        "/connections/" + source.id() + "/unlink",
        words.of("sources.end.button"),
        true);
  }

  private boolean isTheirs(ConnectionFacts source) {
    return source.owner().id().equals(member.person().value());
  }

  private int linked() {
    return seen.install() == null
        ? 0
        : seen.install().picked().values().stream().mapToInt(Integer::intValue).sum();
  }

  private DetailsPage.Deed deed(
      String title, String blast, String path, String button, boolean risk) {
    return new DetailsPage.Deed(
        title,
        blast,
        new Addresses(member.slug()).details(seen.integration().slug()) + path,
        button,
        risk);
  }

  private boolean allowed(Action action, LinkedHashSet<String> rules) {
    return switch (Policy.decide(action, member, seen.sensitive())) {
      case Decision.Allowed _ -> true;
      case Decision.Refused it -> {
        rules.add(words.of(it.key()));
        yield false;
      }
    };
  }
}
