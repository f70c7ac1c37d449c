package io.patchbay.directory;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.activity.Entry;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import io.patchbay.demand.Request;
import io.patchbay.demand.RequestWords;
import io.patchbay.demand.Vote;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.NextAction;
import io.patchbay.installs.Setup;
import io.patchbay.members.Action;
import io.patchbay.members.Decision;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.Policy;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.ProviderApps;
import io.patchbay.shell.Html;
import io.patchbay.shell.Section;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.usage.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * One integration in full: what it is, whether it works and why we say so, what to do, what
 * happened.
 */
@Controller
class DetailsController {
  private final Members members;
  private final DetailsReading reading;
  private final ProviderApps apps;
  private final Figures figures;
  private final Templates pages;

  DetailsController(
      Members members,
      DetailsReading reading,
      ProviderApps apps,
      Figures figures,
      Templates pages) {
    this.figures = figures;
    this.members = members;
    this.reading = reading;
    this.apps = apps;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/integrations/{slug}")
  View details(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable UUID done,
      Visit visit,
      SignedIn who) {
    var entry = new Members.Entry[1];
    var seen = reading.read(trip -> entry[0] = members.enter(trip, workspace, who), slug);
    return Html.of(pages.directoryDetails(shown(visit, entry[0].member(), seen, done)));
  }

  private DetailsPage shown(
      Visit visit, Member member, DetailsReading.Seen seen, @Nullable UUID done) {
    var words = visit.words();
    var say = new Sayings(words);
    var outcomes = new Outcomes(words);
    var integration = seen.integration();
    var addresses = new Addresses(member.slug());
    boolean sandbox = apps.of(integration.provider()).sandbox();
    var card =
        Card.of(
            integration,
            seen.install(),
            seen.status(),
            seen.access(),
            member,
            seen.own(),
            sandbox,
            figures.of(integration.slug()),
            say);
    var status = seen.status();
    var connections =
        seen.install() == null ? List.<ConnectionFacts>of() : seen.install().connections();
    boolean mayConnect = Policy.decide(Action.CONNECT, member, seen.sensitive()).allowed();
    return new DetailsPage(
        visit.frame(member, Section.INTEGRATIONS, integration.name()),
        card,
        integration.slug(),
        integration.description().in(words.locale()),
        integration.features().stream().map(it -> it.in(words.locale())).toList(),
        integration.docs(),
        integration.publisher().verified()
            ? words.of("details.publisher.verified", integration.publisher().name())
            : integration.publisher().name(),
        sandbox,
        seen.activity().stream()
            .filter(it -> it.id().equals(done))
            .findFirst()
            .map(it -> outcomes.told(integration, it))
            .orElse(null),
        integration.comingSoon() ? Vote.of(integration, seen.wishes(), member, words) : null,
        stopped(seen, outcomes, words),
        requests(seen, member, words),
        seen.access().open()
            ? say.message(integration, seen.install(), status, member.person())
            : say.closed(integration),
        status.since() == null || status.label() == Label.NOT_SET_UP
            ? ""
            : words.of("details.since", words.when(status.since())),
        status.evidence().stream()
            .map(it ->
                new DetailsPage.Fact(
                    say.evidence(integration, it, connections), it.at(), words.ago(it.at())))
            .toList(),
        status.setup().steps().stream()
            .filter(it -> !integration.comingSoon())
            .map(it ->
                setupLine(
                    it,
                    integration.resources(),
                    words,
                    seen.access().open()
                        ? addresses.setup(integration.slug(), it.step().id())
                        : ""))
            .toList(),
        integration.steps().isEmpty() ? "" : say.progress(status.setup()),
        integration.accountNoun().of(1, words.locale()),
        connectionLines(seen, member, words, say, addresses),
        mayConnect && !connections.isEmpty() && !integration.comingSoon()
            ? addresses.setup(integration.slug(), connectStep(seen)) + "?another=true"
            : "",
        nextCheck(integration, connections, words),
        seen.resources().stream()
            .map(it ->
                resourceLine(
                    it, integration.name(), integration.resources(), connections, say, words))
            .toList(),
        PermissionLines.of(seen.integration(), connections, words),
        new SettingLines(seen, member, words, say).groups(),
        whoManages(seen, member, words),
        seen.activity().stream()
            .map(it -> activityLine(seen, it, member, outcomes, words))
            .toList(),
        new DangerLines(seen, member, words, say).danger());
  }

  /** Why nothing comes in any more, for as long as nothing else is connected. */
  private static String stopped(DetailsReading.Seen seen, Outcomes outcomes, Words words) {
    if (seen.install() != null && !seen.install().connections().isEmpty()) {
      return "";
    }
    return seen.activity().stream()
        .filter(it -> Outcomes.ends(it.what()) || Outcomes.begins(it.what()))
        .findFirst()
        .filter(it -> Outcomes.ends(it.what()))
        .map(it ->
            words.of(
                "details.stopped",
                outcomes.line(seen.integration(), it),
                words.count(
                    "details.stopped.things",
                    Integer.parseInt(it.details().getOrDefault("count", "0")))))
        .orElse("");
  }

  /** Only what can be kept: what a person must mend is not asked about until they did. */
  private static String nextCheck(
      Integration integration, List<ConnectionFacts> connections, Words words) {
    if (integration.check() == null || connections.isEmpty()) {
      return "";
    }
    boolean allWait =
        connections.stream()
            .map(ConnectionFacts::refusal)
            .allMatch(it -> it != null && it.waitsForPerson());
    return allWait
        ? words.of("details.next_check.waiting")
        : words.of("details.next_check", words.lasting(integration.check().every()));
  }

  private static @Nullable String connectStep(DetailsReading.Seen seen) {
    return seen.integration().steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(Step::id)
        .findFirst()
        .orElse(null);
  }

  private static DetailsPage.SetupLine setupLine(
      Setup.State state, java.util.Map<String, ResourceKind> kinds, Words words, String href) {
    var step = state.step();
    var note = "";
    if (step instanceof Step.Pick pick && state.count() > 0) {
      var kind = kinds.get(pick.of());
      note =
          kind == null
              ? ""
              : words.of(
                  "details.count", state.count(), kind.noun().of(state.count(), words.locale()));
    }
    return new DetailsPage.SetupLine(
        step.title().in(words.locale()),
        state.done(),
        step.optional(),
        state.skipped(),
        note,
        href);
  }

  private static List<DetailsPage.ConnectionLine> connectionLines(
      DetailsReading.Seen seen, Member member, Words words, Sayings say, Addresses addresses) {
    var lines = new ArrayList<DetailsPage.ConnectionLine>();
    if (seen.install() == null) {
      return lines;
    }
    boolean mayRotate = Policy.decide(Action.ROTATE, member, seen.sensitive()).allowed();
    boolean mayReconnect = Policy.decide(Action.RECONNECT, member, seen.sensitive()).allowed();
    for (int i = 0; i < seen.status().connections().size(); i++) {
      var facts = seen.install().connections().get(i);
      var status = seen.status().connections().get(i);
      var behind = seen.behind().getOrDefault(facts.id().value(), DetailsReading.Behind.NOTHING);
      var personal = facts.owner() instanceof Owner.Person;
      boolean own = facts.owner().id().equals(member.person().value());
      var kind = kindOf(status);
      lines.add(
          new DetailsPage.ConnectionLine(
              facts.id().toString(),
              say.name(facts),
              safeUrl(facts.account().url()),
              tone(status),
              say.state(status),
              behind.connectedBy(),
              words.date(facts.createdAt()),
              facts.lastAttempt() == null
                  ? words.of("checked.never")
                  : words.ago(facts.lastAttempt()),
              say.lastSync(facts),
              say.nextSync(facts),
              behind.lastFour().isEmpty() ? "" : "•••• " + behind.lastFour(),
              seen.install().ownerOf(facts.id()),
              mayReconnect && !personal && kind != null
                  ? addresses.of(
                      seen.integration().slug(),
                      new NextAction(kind, facts.id(), connectStep(seen)))
                  : own && kind != null
                      ? Addresses.own(seen.integration().slug()) + "?connection=" + facts.id()
                      : "",
              mayRotate && !personal && !behind.lastFour().isEmpty()
                  ? addresses.details(seen.integration().slug())
                      + "/connections/"
                      + facts.id()
                      + "/rotation"
                  : ""));
    }
    return lines;
  }

  private static NextAction.@Nullable Kind kindOf(ConnectionStatus status) {
    return switch (status.reason().row()) {
      case 2 -> NextAction.Kind.RECONNECT;
      case 3 -> NextAction.Kind.FIX_PERMISSIONS;
      default -> null;
    };
  }

  static Tone tone(ConnectionStatus status) {
    return status.reason() == Reason.NEVER_CHECKED
        ? Tone.GOING
        : Card.tone(status.reason().label());
  }

  /** A provider's own link, followed only if it is one. */
  private static String safeUrl(@Nullable String url) {
    return url != null && url.startsWith("https://") ? url : "";
  }

  private static DetailsPage.ResourceLine resourceLine(
      DetailsReading.Resource resource,
      String integration,
      java.util.Map<String, ResourceKind> kinds,
      List<ConnectionFacts> connections,
      Sayings say,
      Words words) {
    var kind = kinds.get(resource.kind());
    return new DetailsPage.ResourceLine(
        resource.name(),
        kind == null ? resource.kind() : kind.noun().of(1, words.locale()),
        resource.detail(),
        resource.hidden(),
        connections.size() < 2
            ? ""
            : connections.stream()
                .filter(it -> it.id().value().equals(resource.connection()))
                .findFirst()
                .map(say::name)
                .filter(it -> !it.equals(resource.name()))
                .orElse(""),
        resource.vanishedAt() != null,
        resource.vanishedAt() != null
            ? words.of("sources.vanished", integration, words.when(resource.vanishedAt()))
            : resource.wasNamed() == null
                ? ""
                : words.of("sources.was_named", resource.wasNamed()));
  }

  private static DetailsPage.ActivityLine activityLine(
      DetailsReading.Seen seen, Entry entry, Member member, Outcomes outcomes, Words words) {
    return new DetailsPage.ActivityLine(
        entry.at(),
        words.ago(entry.at()),
        outcomes.line(seen.integration(), entry),
        entry.byName() == null ? words.of("activity.system") : entry.byName(),
        entry.code() == null || !Outcomes.wrong(entry.what()) ? "" : entry.code(),
        Outcomes.wrong(entry.what())
            ? Outcomes.ticket(seen.integration(), entry, member.slug())
            : "");
  }

  /** An Admin sees what is open, whoever asked sees how it went. */
  private static List<DetailsPage.Asked> requests(
      DetailsReading.Seen seen, Member member, Words words) {
    boolean answers = Policy.decide(Action.APPROVE, member, seen.sensitive()).allowed();
    return seen.requests().stream()
        .filter(it -> it.by().equals(member.person()) || (answers && it.open()))
        .map(it ->
            new DetailsPage.Asked(
                RequestWords.asks(words, it, seen.integration().name(), member.person()),
                RequestWords.standing(words, it),
                RequestWords.tone(it),
                it.answer(),
                answers && it.open() ? "/w/" + member.slug() + "/requests/" + it.id() : "",
                it.standing() instanceof Request.Standing.Waiting))
        .toList();
  }

  private static DetailsPage.@Nullable WhoManages whoManages(
      DetailsReading.Seen seen, Member member, Words words) {
    if (seen.install() == null) {
      return null;
    }
    boolean required = seen.install().requiresBillingAdmin();
    return new DetailsPage.WhoManages(
        words.of(required ? "manages.billing" : "manages.everyone"),
        required,
        Policy.decide(Action.SWITCH_BILLING_ADMIN, member, required).allowed(),
        rule(Policy.decide(Action.SWITCH_BILLING_ADMIN, member, required), words));
  }

  private static String rule(Decision decision, Words words) {
    return switch (decision) {
      case Decision.Allowed _ -> "";
      case Decision.Refused it -> words.of(it.key());
    };
  }
}
