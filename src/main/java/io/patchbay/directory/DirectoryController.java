package io.patchbay.directory;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.activity.Activity;
import io.patchbay.catalog.Category;
import io.patchbay.connections.Label;
import io.patchbay.database.Tenancy;
import io.patchbay.demand.Arrived;
import io.patchbay.installs.Addresses;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.ProviderApps;
import io.patchbay.shell.Html;
import io.patchbay.shell.Section;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.usage.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The page of cards: one statement, one template. */
@Controller
class DirectoryController {
  private static final int SUGGESTED = 3;
  private static final int FEW = 12;

  private final Members members;
  private final DirectoryReading reading;
  private final ProviderApps apps;
  private final Figures figures;
  private final Activity activity;
  private final Tenancy tenancy;
  private final Templates pages;

  DirectoryController(
      Members members,
      DirectoryReading reading,
      ProviderApps apps,
      Figures figures,
      Activity activity,
      Tenancy tenancy,
      Templates pages) {
    this.figures = figures;
    this.members = members;
    this.reading = reading;
    this.apps = apps;
    this.activity = activity;
    this.tenancy = tenancy;
    this.pages = pages;
  }

  @GetMapping("/w/{workspace}/integrations")
  View directory(
      @PathVariable String workspace,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String category,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(defaultValue = "") String first,
      @RequestParam(required = false) @Nullable UUID done,
      Visit visit,
      SignedIn who) {
    var asked = Asked.of(q, status, category, page);
    var entry = new Members.Entry[1];
    var seen = reading.read(trip -> entry[0] = members.enter(trip, workspace, who), asked);
    return Html.of(
        pages.directoryDirectory(
            shown(
                visit,
                entry[0].member(),
                asked,
                seen,
                told(visit.words(), entry[0].member(), seen, first, done))));
  }

  private DirectoryPage shown(
      Visit visit,
      Member member,
      Asked asked,
      DirectoryReading.Seen seen,
      DirectoryPage.@Nullable Success success) {
    var words = visit.words();
    var say = new Sayings(words);
    var addresses = new Addresses(member.slug());
    var trouble = new ArrayList<Card>();
    var inUse = new ArrayList<Card>();
    var rest = new ArrayList<DirectoryReading.Line>();
    for (var line : seen.lines()) {
      if (line.status().label() == Label.NEEDS_ATTENTION) {
        trouble.add(card(line, member, seen, say));
      } else if (DirectoryReading.inUse(line)) {
        inUse.add(card(line, member, seen, say));
      } else {
        rest.add(line);
      }
    }
    boolean fresh =
        !seen.anythingInUse()
            && asked.query().isEmpty()
            && asked.category().isEmpty()
            && asked.status() == null;
    var suggested = fresh ? suggested(seen) : List.<DirectoryReading.Line>of();
    rest.removeAll(suggested);
    return new DirectoryPage(
        visit.frame(member, Section.INTEGRATIONS, words.of("directory.title")),
        sentence(asked, seen, words),
        addresses.directory(),
        addresses.wishes(),
        asked.query(),
        asked.status() == null ? "" : asked.status().word(),
        asked.category(),
        success,
        Arrived.among(seen.own().wishes(), seen.catalog(), addresses.wishes()).stream()
            .filter(it -> seen.open(it.integration()))
            .map(it ->
                new DirectoryPage.Arrival(
                    it.integration().name(),
                    Logos.address(it.integration()),
                    addresses.details(it.integration().slug()),
                    it.asked(words),
                    it.told()))
            .toList(),
        filters(asked, seen, words, addresses),
        categories(asked, seen, words, addresses),
        trouble,
        inUse,
        groups(rest, member, asked, seen, say, words),
        suggested.stream().map(it -> card(it, member, seen, say)).toList(),
        fresh && asked.page() == 1,
        seen.lines().isEmpty() ? empty(asked, seen, words) : null,
        seen.more() ? addresses.directory() + asked.on(asked.page() + 1).suffix() : "",
        asked.page() > 1 && !seen.lines().isEmpty()
            ? addresses.directory() + asked.on(asked.page() - 1).suffix()
            : "");
  }

  /** What was connected just now, for whoever comes from there. */
  private DirectoryPage.@Nullable Success told(
      Words words, Member member, DirectoryReading.Seen seen, String slug, @Nullable UUID done) {
    return done == null
        ? null
        : seen.catalog()
            .find(slug)
            .flatMap(integration ->
                tenancy
                    .within(member.scope(), () -> activity.find(slug, done))
                    .map(it ->
                        new DirectoryPage.Success(
                            integration.name(),
                            Logos.address(integration),
                            new Outcomes(words).told(integration, it))))
            .orElse(null);
  }

  /** A handful fits one group; from there on categories help. */
  private List<DirectoryPage.Group> groups(
      List<DirectoryReading.Line> rest,
      Member member,
      Asked asked,
      DirectoryReading.Seen seen,
      Sayings say,
      Words words) {
    if (rest.size() <= FEW && seen.beyond().isEmpty()) {
      return rest.isEmpty()
          ? List.of()
          : List.of(
              new DirectoryPage.Group(
                  words.of("directory.available"),
                  rest.stream()
                      .sorted(Comparator.comparing(it -> !it.access().open()))
                      .map(it -> card(it, member, seen, say))
                      .toList(),
                  ""));
    }
    var groups = new LinkedHashMap<String, List<DirectoryReading.Line>>();
    for (var line : rest) {
      groups
          .computeIfAbsent(line.integration().categories().getFirst(), it -> new ArrayList<>())
          .add(line);
    }
    return groups.entrySet().stream()
        .map(it ->
            new DirectoryPage.Group(
                categoryName(seen, it.getKey(), words),
                it.getValue().stream().map(line -> card(line, member, seen, say)).toList(),
                seen.beyond().contains(it.getKey()) && !it.getValue().getLast().access().open()
                    ? new Addresses(member.slug()).directory() + asked.in(it.getKey()).suffix()
                    : ""))
        .toList();
  }

  private Card card(
      DirectoryReading.Line line, Member member, DirectoryReading.Seen seen, Sayings say) {
    return Card.of(
        line.integration(),
        line.install(),
        line.status(),
        line.access(),
        member,
        seen.own(),
        apps.of(line.integration().provider()).sandbox(),
        figures.of(line.integration().slug()),
        say);
  }

  private static List<DirectoryReading.Line> suggested(DirectoryReading.Seen seen) {
    return seen.suggested().stream().limit(SUGGESTED).toList();
  }

  /** "4 of 5 in use work. Last checked 4 min ago." */
  private static String sentence(Asked asked, DirectoryReading.Seen seen, Words words) {
    if (!asked.query().isEmpty() || !asked.category().isEmpty()) {
      return words.count("directory.sentence.found", seen.all());
    }
    int working = seen.counts().getOrDefault(Label.CONNECTED, 0);
    int inUse =
        working
            + seen.counts().getOrDefault(Label.NEEDS_ATTENTION, 0)
            + seen.counts().getOrDefault(Label.IN_PROGRESS, 0);
    if (!seen.anythingInUse()) {
      return words.of("directory.sentence.nothing");
    }
    var checked = seen.lastChecked();
    var when =
        checked == null ? "" : " " + words.of("directory.sentence.checked", words.ago(checked));
    return working == inUse && working > 0
        ? words.of("directory.sentence.everything") + when
        : words.of("directory.sentence.some", working, inUse) + when;
  }

  private static DirectoryPage.Empty empty(Asked asked, DirectoryReading.Seen seen, Words words) {
    if (!asked.query().isEmpty()) {
      return new DirectoryPage.Empty(
          words.of("directory.empty.search", asked.query()), words.of("directory.empty.do"), false);
    }
    if (asked.status() != Label.NEEDS_ATTENTION || !asked.category().isEmpty()) {
      return new DirectoryPage.Empty(
          words.of("directory.empty.filter"), words.of("directory.empty.filter.do"), false);
    }
    var checked = seen.lastChecked();
    var when =
        checked == null ? "" : words.of("directory.sentence.checked", words.ago(checked)) + " ";
    return new DirectoryPage.Empty(
        words.of("directory.empty.well"), when + words.of("directory.empty.well.next"), true);
  }

  private static List<DirectoryPage.Filter> filters(
      Asked asked, DirectoryReading.Seen seen, Words words, Addresses addresses) {
    var filters = new ArrayList<DirectoryPage.Filter>();
    filters.add(
        new DirectoryPage.Filter(
            words.of("filter.all"),
            seen.all(),
            addresses.directory() + asked.with(null).suffix(),
            asked.status() == null));
    for (Label label :
        List.of(
            Label.CONNECTED,
            Label.NEEDS_ATTENTION,
            Label.IN_PROGRESS,
            Label.NOT_SET_UP,
            Label.DISABLED)) {
      int count = seen.counts().getOrDefault(label, 0);
      boolean always = label != Label.IN_PROGRESS && label != Label.DISABLED;
      if (always || count > 0 || label == asked.status()) {
        filters.add(
            new DirectoryPage.Filter(
                words.of("label." + label.word()),
                count,
                addresses.directory() + asked.with(label).suffix(),
                label == asked.status()));
      }
    }
    return filters;
  }

  private static List<DirectoryPage.Filter> categories(
      Asked asked, DirectoryReading.Seen seen, Words words, Addresses addresses) {
    var filters = new ArrayList<DirectoryPage.Filter>();
    filters.add(
        new DirectoryPage.Filter(
            words.of("filter.every_category"),
            -1,
            addresses.directory() + asked.in("").suffix(),
            asked.category().isEmpty()));
    for (Category category : seen.catalog().categories()) {
      int count = seen.categories().getOrDefault(category.id(), 0);
      if (count > 0 || category.id().equals(asked.category())) {
        filters.add(
            new DirectoryPage.Filter(
                category.name().in(words.locale()),
                count,
                addresses.directory() + asked.in(category.id()).suffix(),
                category.id().equals(asked.category())));
      }
    }
    return filters;
  }

  private static String categoryName(DirectoryReading.Seen seen, String id, Words words) {
    return seen.catalog().categories().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .map(it -> it.name().in(words.locale()))
        .orElse(id);
  }
}
