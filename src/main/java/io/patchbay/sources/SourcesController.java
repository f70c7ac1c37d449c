package io.patchbay.sources;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.authorization.EndPage;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Expectations;
import io.patchbay.directory.Card;
import io.patchbay.directory.Logos;
import io.patchbay.directory.Sayings;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Addresses;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.NotFound;
import io.patchbay.members.Policy;
import io.patchbay.members.SignedIn;
import io.patchbay.resources.Unlinking;
import io.patchbay.setup.Answers;
import io.patchbay.setup.Questions;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.Section;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Everything that is linked in a workspace: seen, configured, unlinked. */
@Controller
class SourcesController {
  private static final int LONGEST = 200;

  private final SourcesReading reading;
  private final Unlinking unlinking;
  private final CurrentCatalog catalog;
  private final Templates pages;
  private final InstantSource clock;

  SourcesController(
      SourcesReading reading,
      Unlinking unlinking,
      CurrentCatalog catalog,
      Templates pages,
      InstantSource clock) {
    this.reading = reading;
    this.unlinking = unlinking;
    this.catalog = catalog;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/w/{workspace}/sources")
  View show(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String provider,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1") int page,
      Visit visit,
      SignedIn who) {
    var query = q.strip().substring(0, Math.min(LONGEST, q.strip().length()));
    int number = Math.clamp(page, 1, 10_000);
    var seen = reading.read(workspace, provider, query, number, who);
    return Html.of(pages.sourcesSources(shown(visit, seen, provider, query, number)));
  }

  private SourcesPage shown(
      Visit visit, SourcesReading.Seen seen, String provider, String query, int page) {
    var words = visit.words();
    var member = seen.member();
    var addresses = new Addresses(member.slug());
    int all = seen.counts().values().stream().mapToInt(Integer::intValue).sum();
    int to = (page - 1) * SourcesReading.PAGE + seen.sources().size();
    return new SourcesPage(
        visit.frame(member, Section.SOURCES, words.of("sources.title")),
        addresses.sources(),
        query,
        provider,
        filters(seen, provider, query, addresses, words, all),
        seen.sources().stream().flatMap(it -> line(it, member, words).stream()).toList(),
        seen.matching() == 0
            ? ""
            : words.of(
                "sources.counted", (page - 1) * SourcesReading.PAGE + 1, to, seen.matching()),
        Policy.decide(Action.CONNECT, member, false).allowed()
            ? addresses.connect() + (provider.isEmpty() ? "" : "?provider=" + encoded(provider))
            : "",
        page > 1 ? address(addresses, provider, query, page - 1) : "",
        to < seen.matching() ? address(addresses, provider, query, page + 1) : "",
        all == 0);
  }

  private List<SourcesPage.Filter> filters(
      SourcesReading.Seen seen,
      String provider,
      String query,
      Addresses addresses,
      Words words,
      int all) {
    var filters = new ArrayList<SourcesPage.Filter>();
    filters.add(
        new SourcesPage.Filter(
            words.of("filter.all"), all, address(addresses, "", query, 1), provider.isEmpty()));
    seen.counts()
        .forEach((slug, count) ->
            filters.add(
                new SourcesPage.Filter(
                    catalog.get().find(slug).map(Integration::name).orElse(slug),
                    count,
                    address(addresses, slug, query, 1),
                    slug.equals(provider))));
    return filters;
  }

  private static String address(Addresses addresses, String provider, String query, int page) {
    var parts = new ArrayList<String>();
    if (!provider.isEmpty()) {
      parts.add("provider=" + encoded(provider));
    }
    if (!query.isEmpty()) {
      parts.add("q=" + encoded(query));
    }
    if (page > 1) {
      parts.add("page=" + page);
    }
    return addresses.sources() + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What the catalog no longer has is not shown, and not lost. */
  private Optional<SourcesPage.Line> line(
      SourcesReading.Source source, Member member, Words words) {
    return catalog.get().find(source.integration()).map(it -> line(source, it, member, words));
  }

  private SourcesPage.Line line(
      SourcesReading.Source source, Integration integration, Member member, Words words) {
    var say = new Sayings(words);
    var status =
        ConnectionStatus.at(clock.instant(), source.connection(), Expectations.of(integration));
    var kind = integration.resources().get(source.kind());
    boolean gone = source.vanishedAt() != null;
    var synced = source.connection().syncs().lastFinished();
    var here = new Addresses(member.slug()).sources() + "/" + source.id();
    boolean may = Policy.decide(Action.PICK, member, source.sensitive()).allowed();
    return new SourcesPage.Line(
        source.id().toString(),
        Logos.address(integration),
        integration.name(),
        new Addresses(member.slug()).details(integration.slug()),
        source.name(),
        kind == null ? source.kind() : kind.noun().of(1, words.locale()),
        source.detail(),
        source.hidden(),
        source.archived(),
        gone,
        trouble(source, integration, status, member, words),
        say.name(source.connection()),
        source.connection().owner() instanceof Owner.Person ? source.owner() : "",
        gone ? Tone.WARN : Card.tone(status.reason().label()),
        gone ? words.of("sources.gone") : say.state(status),
        synced,
        synced == null ? words.of("sources.never_synced") : words.ago(synced),
        source.by(),
        source.linkedAt(),
        words.date(source.linkedAt()),
        choices(source, integration, words),
        may && !fields(integration).isEmpty() ? here : "",
        may ? here + "/end" : "");
  }

  private static String trouble(
      SourcesReading.Source source,
      Integration integration,
      ConnectionStatus status,
      Member member,
      Words words) {
    var ask =
        new Sayings(words).askOwner(status, source.connection(), source.owner(), member.person());
    if (!ask.isEmpty()) {
      return ask;
    }
    if (source.vanishedAt() != null) {
      return words.of("sources.vanished", integration.name(), words.when(source.vanishedAt()));
    }
    return source.wasNamed() == null ? "" : words.of("sources.was_named", source.wasNamed());
  }

  private static List<Field> fields(Integration integration) {
    return integration.steps().stream()
        .filter(it -> it instanceof Step.Form form && form.on() == Step.On.RESOURCE)
        .flatMap(it -> ((Step.Form) it).fields().stream())
        .toList();
  }

  /** "Branch: main", in the catalog's words. */
  private static String choices(
      SourcesReading.Source source, Integration integration, Words words) {
    return fields(integration).stream()
        .filter(it -> !it.secret())
        .filter(it -> !source.choices().getOrDefault(it.id(), List.of()).isEmpty())
        .map(it ->
            words.of(
                "sources.choice",
                it.label().in(words.locale()),
                source.choices().getOrDefault(it.id(), List.of()).stream()
                    .map(value -> named(it, value, words))
                    .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(" · "));
  }

  private static String named(Field field, String value, Words words) {
    return field.options().stream()
        .filter(it -> it.id().equals(value))
        .findFirst()
        .map(it -> it.label().in(words.locale()))
        .orElse(value);
  }

  @GetMapping("/w/{workspace}/sources/{id}")
  View configuration(
      @PathVariable String workspace, @PathVariable UUID id, Visit visit, SignedIn who) {
    var one = open(workspace, id, who);
    return form(visit, one, one.source().choices(), Map.of());
  }

  @PostMapping("/w/{workspace}/sources/{id}")
  View configure(
      @PathVariable String workspace,
      @PathVariable UUID id,
      @RequestParam MultiValueMap<String, String> form,
      Visit visit,
      SignedIn who) {
    var one = open(workspace, id, who);
    var answers = Answers.of(fields(integration(one)), form);
    if (!answers.errors().isEmpty()) {
      return form(visit, one, answers.values(), answers.errors()).status(422);
    }
    unlinking.configure(one.member().workspace(), one.member().person(), id, answers.values());
    return SeeOther.to(back(one)).saying(Flash.good("flash.configured", one.source().name()));
  }

  private Html form(
      Visit visit,
      SourcesReading.One one,
      Map<String, List<String>> values,
      Map<String, String> errors) {
    var words = visit.words();
    var fields = fields(integration(one));
    if (fields.isEmpty()) {
      throw new NotFound();
    }
    return Html.of(
        pages.sourcesConfigure(
            new ConfigurePage(
                visit.frame(one.member(), Section.SOURCES, one.source().name()),
                words.of("sources.configure.title", one.source().name()),
                fields.stream()
                    .map(it ->
                        Questions.of(
                            words,
                            it,
                            Questions.initial(it, values),
                            errors.getOrDefault(it.id(), "")))
                    .toList(),
                back(one))));
  }

  @GetMapping("/w/{workspace}/sources/{id}/end")
  View askToUnlink(
      @PathVariable String workspace, @PathVariable UUID id, Visit visit, SignedIn who) {
    var one = open(workspace, id, who);
    var words = visit.words();
    var name = one.source().name();
    var integration = integration(one);
    var title = words.of("sources.end.title", name);
    return Html.of(
        pages.authorizationEnd(
            new EndPage(
                visit.frame(one.member(), Section.SOURCES, title),
                title,
                List.of(
                    words.of("sources.end.stops", name, one.member().workspaceName()),
                    words.of(
                        "sources.end.kept", new Sayings(words).name(one.source().connection())),
                    words.of("sources.end.nothing_there", integration.name())),
                new Addresses(workspace).sources() + "/" + id + "/unlinked",
                words.of("sources.end.button"),
                true,
                back(one))));
  }

  @PostMapping("/w/{workspace}/sources/{id}/unlinked")
  View unlink(@PathVariable String workspace, @PathVariable UUID id, SignedIn who) {
    var one = open(workspace, id, who);
    unlinking.unlink(one.member().workspace(), one.member().person(), integration(one), id);
    return SeeOther.to(back(one)).saying(Flash.good("flash.unlinked", one.source().name()));
  }

  private SourcesReading.One open(String workspace, UUID id, SignedIn who) {
    var one = reading.one(workspace, id, who);
    Policy.demand(Action.PICK, one.member(), one.source().sensitive());
    return one;
  }

  private Integration integration(SourcesReading.One one) {
    return catalog.get().find(one.source().integration()).orElseThrow(NotFound::new);
  }

  private static String back(SourcesReading.One one) {
    return new Addresses(one.member().slug()).sources()
        + "?provider="
        + encoded(one.source().integration());
  }
}
