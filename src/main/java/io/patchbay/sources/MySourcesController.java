package io.patchbay.sources;

import static io.patchbay.database.Columns.uuid;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.authorization.ConnectingByConsent;
import io.patchbay.authorization.EndPage;
import io.patchbay.authorization.OnesOwn;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Expectations;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.directory.Card;
import io.patchbay.directory.Logos;
import io.patchbay.directory.Sayings;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.providers.ProviderApps;
import io.patchbay.providers.Revocation;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** A member's own sources: added once, used in each of their workspaces, ended by them alone. */
@Controller
class MySourcesController {
  private static final String HERE = "/account/sources";

  private final Members members;
  private final CurrentCatalog catalog;
  private final ConnectingByConsent consent;
  private final OnesOwn own;
  private final Provider provider;
  private final ProviderApps apps;
  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final BaseUrl base;
  private final Templates pages;
  private final InstantSource clock;

  MySourcesController(
      Members members,
      CurrentCatalog catalog,
      ConnectingByConsent consent,
      OnesOwn own,
      Provider provider,
      ProviderApps apps,
      Tenancy tenancy,
      JdbcClient sql,
      BaseUrl base,
      Templates pages,
      InstantSource clock) {
    this.members = members;
    this.catalog = catalog;
    this.consent = consent;
    this.own = own;
    this.provider = provider;
    this.apps = apps;
    this.tenancy = tenancy;
    this.sql = sql;
    this.base = base;
    this.pages = pages;
    this.clock = clock;
  }

  private record Source(String integration, ConnectionFacts facts) {}

  /**
   * @param connection null for a workspace where nothing of the person's is used
   */
  private record Use(
      UUID workspace,
      String slug,
      String name,
      boolean left,
      @Nullable UUID connection,
      int linked) {}

  @GetMapping(HERE)
  View show(Visit visit, SignedIn who) {
    var person = person(who);
    var words = visit.words();
    var uses = uses(person);
    return Html.of(
        pages.sourcesMine(
            new MySourcesPage(
                visit.frame(person, words.of("mine.title")),
                sources(person).stream()
                    .flatMap(it ->
                        catalog.get().find(it.integration()).stream()
                            .map(entry -> line(entry, it.facts(), uses, words)))
                    .toList(),
                catalog.get().all().stream()
                    .filter(MySourcesController::possible)
                    .map(it ->
                        new ConnectPage.Choice(
                            it.slug(),
                            it.name(),
                            Logos.address(it),
                            HERE + "/new/" + it.slug(),
                            false,
                            "",
                            false))
                    .toList(),
                uses.stream()
                    .filter(it -> !it.left())
                    .map(it -> new MySourcesPage.Place(it.name(), HERE + "/leave/" + it.slug()))
                    .distinct()
                    .toList())));
  }

  /**
   * Sensitive integrations take none; a key belongs to the workspace that pastes it; what is hidden
   * from some workspaces is begun inside one that may have it.
   */
  private static boolean possible(Integration integration) {
    return !integration.comingSoon()
        && (integration.gate() == null || !integration.gate().hide())
        && !integration.sensitive()
        && integration.auth() instanceof Auth.OAuth2;
  }

  private MySourcesPage.Line line(
      Integration integration, ConnectionFacts facts, List<Use> uses, Words words) {
    var say = new Sayings(words);
    var status = ConnectionStatus.at(clock.instant(), facts, Expectations.of(integration));
    boolean broken = status.reason().row() == 2 || status.reason().row() == 3;
    return new MySourcesPage.Line(
        facts.id().toString(),
        Logos.address(integration),
        integration.name(),
        say.name(facts),
        Card.tone(status.reason().label()),
        say.state(status),
        uses.stream()
            .filter(it -> facts.id().value().equals(it.connection()))
            .map(it ->
                new MySourcesPage.Use(
                    words.count("mine.use", it.linked(), it.name()),
                    "/w/" + it.slug() + "/sources?provider=" + integration.slug()))
            .toList(),
        broken ? HERE + "/new/" + integration.slug() + "?connection=" + facts.id() : "",
        HERE + "/" + facts.id() + "/end");
  }

  @GetMapping(HERE + "/new/{slug}")
  View adding(
      @PathVariable String slug,
      @RequestParam(defaultValue = "") String connection,
      @RequestParam(defaultValue = "") String workspace,
      Visit visit,
      SignedIn who) {
    var person = person(who);
    var integration = entry(slug);
    var words = visit.words();
    return Html.of(
            pages.sourcesAdding(
                new MySourcesPage.Adding(
                    visit.frame(person, words.of("mine.add.title", integration.name())),
                    integration.name(),
                    Logos.address(integration),
                    apps.of(integration.provider()).sandbox(),
                    apps.of(integration.provider()).clientId() == null
                        ? words.of("setup.app_missing", integration.name())
                        : "",
                    AccountSection.permissions(words, integration),
                    HERE + "/" + slug + "/authorizations",
                    connection,
                    workspace,
                    HERE)))
        .formAction(provider.authorizeOrigin(integration));
  }

  /**
   * @param workspace where the person goes on afterwards; empty for here
   */
  @PostMapping(HERE + "/{slug}/authorizations")
  View start(
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable UUID connection,
      @RequestParam(defaultValue = "") String workspace,
      SignedIn who) {
    var person = person(who);
    var integration = entry(slug);
    boolean known = person.memberships().stream().anyMatch(it -> it.slug().equals(workspace));
    var to =
        consent.start(
            new ConnectingByConsent.Start(
                null,
                person.id(),
                who.sessionId(),
                integration,
                connection == null ? null : new ConnectionId(connection),
                base.get() + "/oauth/callback/" + slug,
                Map.of(),
                known ? workspace : ""));
    return SeeOther.to(to.toString());
  }

  @GetMapping(HERE + "/{id}/end")
  View askToRevoke(@PathVariable UUID id, Visit visit, SignedIn who) {
    var person = person(who);
    var source = source(person, id);
    var integration = entry(source.integration());
    var words = visit.words();
    var name = new Sayings(words).name(source.facts());
    var stops = new ArrayList<String>();
    uses(person).stream()
        .filter(it -> id.equals(it.connection()))
        .forEach(it -> stops.add(words.count("mine.end.stops", it.linked(), it.name())));
    if (stops.isEmpty()) {
      stops.add(words.of("mine.end.unused"));
    }
    stops.add(words.of("end.revokes", integration.name()));
    return ask(
        visit,
        person,
        words.of("mine.end.title", name),
        stops,
        HERE + "/" + id + "/revoked",
        words.of("mine.end.button"));
  }

  private Html ask(
      Visit visit, Person person, String title, List<String> stops, String action, String button) {
    return Html.of(
        pages.authorizationEnd(
            new EndPage(visit.frame(person, title), title, stops, action, button, true, HERE)));
  }

  @PostMapping(HERE + "/{id}/revoked")
  View revoke(@PathVariable UUID id, Visit visit, SignedIn who) {
    var person = person(who);
    var source = source(person, id);
    var integration = entry(source.integration());
    var name = new Sayings(visit.words()).name(source.facts());
    var answer = own.revoke(person.id(), person.name(), integration, source.facts().id());
    return SeeOther.to(HERE)
        .saying(
            answer.filter(Revocation.Revoked.class::isInstance).isPresent()
                ? Flash.good("flash.mine.revoked", name, integration.name())
                : answer.filter(Revocation.NotNow.class::isInstance).isPresent()
                    ? Flash.warn("flash.mine.later", name, integration.name())
                    : Flash.warn("flash.mine.erased", name, integration.name()));
  }

  @GetMapping(HERE + "/leave/{workspace}")
  View askToLeave(@PathVariable String workspace, Visit visit, SignedIn who) {
    var person = person(who);
    var words = visit.words();
    var use =
        uses(person).stream().filter(it -> it.slug().equals(workspace) && !it.left()).toList();
    if (use.isEmpty()) {
      throw new NotFound();
    }
    int linked = use.stream().mapToInt(Use::linked).sum();
    return ask(
        visit,
        person,
        words.of("mine.leave.title", use.getFirst().name()),
        List.of(
            words.count("mine.leave.stops", linked, use.getFirst().name()),
            words.of("mine.leave.back")),
        HERE + "/leave/" + workspace,
        words.of("mine.leave.button", use.getFirst().name()));
  }

  @PostMapping(HERE + "/leave/{workspace}")
  View leave(@PathVariable String workspace, SignedIn who) {
    var person = person(who);
    var place =
        uses(person).stream()
            .filter(it -> it.slug().equals(workspace) && !it.left())
            .findFirst()
            .orElseThrow(NotFound::new);
    boolean left =
        own.leave(
            new WorkspaceId(place.workspace()),
            person.id(),
            person.name(),
            slug -> catalog.get().find(slug));
    return SeeOther.to(HERE)
        .saying(
            left
                ? Flash.good("flash.mine.left", place.name())
                : Flash.warn("flash.mine.last_admin", place.name()));
  }

  private Person person(SignedIn who) {
    return members.person(who).orElseThrow(NotFound::new);
  }

  private Integration entry(String slug) {
    return catalog
        .get()
        .find(slug)
        .filter(MySourcesController::possible)
        .orElseThrow(NotFound::new);
  }

  private Source source(Person person, UUID id) {
    return sources(person).stream()
        .filter(it -> it.facts().id().value().equals(id))
        .findFirst()
        .orElseThrow(NotFound::new);
  }

  private List<Source> sources(Person person) {
    return tenancy.within(
        Scope.of(person.id()),
        () ->
            sql.sql(
                    "select c.integration, "
                        + ConnectionRows.COLUMNS
                        + """

                        from connections c
                        join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
                        where c.owner_id = current_person() and c.removed_at is null order by c.created_at
                        """)
                .query((row, n) -> new Source(row.getString(1), ConnectionRows.read(row, 2)))
                .list());
  }

  private List<Use> uses(Person person) {
    return tenancy.within(
        Scope.of(person.id()),
        () ->
            sql.sql(
                    """
                    select w.workspace_id, w.slug, w.name, w.resting, l.connection_id,
                           (select count(*)::integer from resources r
                            where r.workspace_id = w.workspace_id and r.owner_id = current_person()
                              and r.connection_id = l.connection_id and r.unlinked_at is null)
                    from own_workspaces() w
                    left join personal_links l on l.workspace_id = w.workspace_id and l.person_id = current_person() and l.unlinked_at is null
                    order by w.name
                    """)
                .query((row, n) ->
                    new Use(
                        uuid(row, 1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getObject(5, UUID.class),
                        row.getInt(6)))
                .list());
  }
}
