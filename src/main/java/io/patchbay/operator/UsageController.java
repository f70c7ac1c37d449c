package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.members.SignedIn;
import io.patchbay.operator.UsageFigures.Left;
import io.patchbay.shell.Html;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Usage over the last days, as small charts and as CSV. */
@Controller
class UsageController {
  private static final List<Integer> SPANS = List.of(7, 30, 90);
  private static final int WIDTH = 240;
  private static final int HEIGHT = 48;

  private final Operators operators;
  private final Usage usage;
  private final Across across;
  private final CurrentCatalog catalog;
  private final Templates pages;
  private final InstantSource clock;

  UsageController(
      Operators operators,
      Usage usage,
      Across across,
      CurrentCatalog catalog,
      Templates pages,
      InstantSource clock) {
    this.operators = operators;
    this.usage = usage;
    this.across = across;
    this.catalog = catalog;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/operator/usage")
  View show(@RequestParam(defaultValue = "30") int days, Visit visit, SignedIn who) {
    var person = operators.require(who);
    int span = SPANS.contains(days) ? days : 30;
    var words = visit.words();
    var figures = new UsageFigures(usage.daily(start(span)));
    var installs = across.installs();
    var slugs = ready().map(Integration::slug).toList();
    return Html.of(
        pages.operatorUsage(
            new UsagePage(
                visit.frame(person, words.of("operator.usage")),
                Operators.tabs(words, Operators.Tab.USAGE),
                SPANS.stream()
                    .map(it ->
                        new OperatorTab(
                            words.count("operator.usage.days", it),
                            "/operator/usage?days=" + it,
                            it == span))
                    .toList(),
                "/operator/usage.csv?days=" + span,
                charts(figures, slugs, installs, span, words),
                ready().map(it -> line(it, figures, installs, words)).toList(),
                ready()
                    .filter(it -> figures.total(Counted.REACHED, it.slug()) > 0)
                    .map(it -> left(it, figures, words))
                    .toList(),
                catalog.get().all().stream().flatMap(it -> steps(it, figures, words)).toList(),
                reasons(Counted.FAILED, figures, "operator.failed.", span, words),
                reasons(Counted.BROKE, figures, "state.", span, words),
                across.demand().stream()
                    .map(it ->
                        new UsagePage.Reason(
                            it.entry() ? name(it.what()) : "“" + it.what() + "”",
                            words.number(it.people()),
                            it.said(),
                            "",
                            List.of()))
                    .toList())));
  }

  private Instant start(int days) {
    return first(days).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private LocalDate first(int days) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
  }

  private Stream<Integration> ready() {
    return catalog.get().all().stream().filter(it -> !it.comingSoon());
  }

  private List<UsagePage.Chart> charts(
      UsageFigures figures,
      List<String> slugs,
      Map<String, Integer> installs,
      int days,
      Words words) {
    var charts = new ArrayList<UsagePage.Chart>();
    for (var what : List.of(Counted.VIEWED, Counted.STARTED, Counted.FINISHED, Counted.FAILED)) {
      charts.add(sums(word(what), figures.byDay(what), days, words));
    }
    charts.add(sums("abandoned", abandoned(figures, slugs), days, words));
    var median = figures.medianByDay();
    charts.add(
        chart("median", seconds(figures.medianSeconds(it -> true), words), median, days, words));
    var now = installs.values().stream().mapToLong(Integer::longValue).sum();
    charts.add(chart("active", words.number(now), active(figures, now), days, words));
    charts.add(sums("demand", across.demandByDay(start(days)), days, words));
    return charts;
  }

  private static Map<LocalDate, Long> abandoned(UsageFigures figures, List<String> slugs) {
    return UsageFigures.together(slugs, figures::abandoned);
  }

  /** As it was counted last on each day; today as it is. */
  private Map<LocalDate, Long> active(UsageFigures figures, long now) {
    var days = new TreeMap<>(figures.byDay(Counted.ACTIVE));
    days.put(first(1), now);
    return days;
  }

  private UsagePage.Chart sums(String key, Map<LocalDate, Long> byDay, int days, Words words) {
    long total = Arrays.stream(UsageFigures.daily(byDay, first(days), days)).sum();
    return chart(key, words.number(total), byDay, days, words);
  }

  private UsagePage.Chart chart(
      String key, String figure, Map<LocalDate, Long> byDay, int days, Words words) {
    var title = words.of("operator.usage." + key);
    return new UsagePage.Chart(
        title, figure, described(title, figure, byDay, days, words), bars(byDay, days));
  }

  private String described(
      String title, String figure, Map<LocalDate, Long> byDay, int days, Words words) {
    long most = Arrays.stream(UsageFigures.daily(byDay, first(days), days)).max().orElse(0);
    return words.of("operator.usage.chart", title, figure, days, most);
  }

  private List<UsagePage.Bar> bars(Map<LocalDate, Long> byDay, int days) {
    var series = UsageFigures.daily(byDay, first(days), days);
    long most = Math.max(1, Arrays.stream(series).max().orElse(1));
    var bars = new ArrayList<UsagePage.Bar>();
    for (int day = 0; day < days; day++) {
      int left = day * WIDTH / days;
      int height = (int) (series[day] * HEIGHT / most);
      int shown = series[day] > 0 ? Math.max(2, height) : 1;
      bars.add(
          new UsagePage.Bar(
              left,
              HEIGHT - shown,
              Math.max(1, (day + 1) * WIDTH / days - left - 1),
              shown,
              first(days).plusDays(day) + ": " + series[day]));
    }
    return bars;
  }

  private static String word(Counted what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private static UsagePage.Line line(
      Integration integration, UsageFigures figures, Map<String, Integer> installs, Words words) {
    var slug = integration.slug();
    return new UsagePage.Line(
        integration.name(),
        words.number(installs.getOrDefault(slug, 0)),
        words.number(figures.total(Counted.VIEWED, slug)),
        words.number(figures.total(Counted.STARTED, slug)),
        words.number(figures.total(Counted.FINISHED, slug)),
        words.number(figures.abandonedAtConsent(slug)),
        integration.resources().isEmpty() ? "–" : words.number(figures.abandonedAtPicking(slug)),
        seconds(figures.medianSeconds(slug), words));
  }

  private static UsagePage.LeftLine left(
      Integration integration, UsageFigures figures, Words words) {
    boolean picks = !integration.resources().isEmpty();
    return new UsagePage.LeftLine(
        integration.name(),
        left(integration, figures, Left.PROVIDER, words),
        left(integration, figures, Left.ACCOUNT, words),
        picks ? left(integration, figures, Left.RESOURCES, words) : "–",
        picks && asks(integration) ? left(integration, figures, Left.CONFIGURE, words) : "–");
  }

  private static String left(
      Integration integration, UsageFigures figures, Left section, Words words) {
    return words.number(
        UsageFigures.sum(figures.left(integration.slug(), section, asks(integration))));
  }

  /** Whether the connect page has something to configure. */
  private static boolean asks(Integration integration) {
    return integration.steps().stream()
        .anyMatch(it -> it instanceof Step.Form form && form.on() != Step.On.CONNECTION);
  }

  /** Where setup stops: what fewer did than connected. */
  private static Stream<UsagePage.Reason> steps(
      Integration integration, UsageFigures figures, Words words) {
    long connected = figures.connected(integration.slug());
    return integration.steps().stream()
        .filter(it -> connected > 0 && !it.optional() && !(it instanceof Step.Connect))
        .map(it ->
            new UsagePage.Reason(
                integration.name() + ": " + it.title().in(words.locale()),
                words.of(
                    "operator.usage.step_done",
                    figures.done(integration.slug(), it.id()),
                    connected),
                List.of(),
                "",
                List.of()));
  }

  private static String seconds(long seconds, Words words) {
    return seconds < 0 ? "–" : words.of("operator.usage.seconds", seconds);
  }

  private List<UsagePage.Reason> reasons(
      Counted what, UsageFigures figures, String prefix, int days, Words words) {
    return figures.by(what).entrySet().stream()
        .map(it -> {
          var key = prefix + it.getKey();
          var text = words.has(key) ? words.of(key) : it.getKey();
          var count = words.number(it.getValue());
          var byDay = figures.byDay(what, it.getKey());
          return new UsagePage.Reason(
              text,
              count,
              List.of(),
              described(text, count, byDay, days, words),
              bars(byDay, days));
        })
        .toList();
  }

  private String name(String slug) {
    return catalog.get().find(slug).map(Integration::name).orElse(slug);
  }

  /**
   * Every count by the hour; after them what the page works out of them by the day, for all
   * integrations where none is named.
   */
  @GetMapping("/operator/usage.csv")
  View csv(@RequestParam(defaultValue = "30") int days, SignedIn who) {
    operators.require(who);
    var since = start(Math.clamp(days, 1, 366));
    var text = new StringBuilder("hour,integration,what,detail,count\r\n");
    var counts = usage.since(since);
    counts.forEach(
        it -> line(text, it.hour(), it.integration(), word(it.what()), it.detail(), it.count()));
    var figures = new UsageFigures(counts);
    ready()
        .forEach(it -> {
          lines(text, it.slug(), "abandoned", "consent", figures.abandoned(it.slug()));
          for (var section : Left.values()) {
            var left = figures.left(it.slug(), section, asks(it));
            lines(text, it.slug(), "abandoned", section.name().toLowerCase(Locale.ROOT), left);
          }
        });
    lines(text, "", "median_seconds", "", figures.medianByDay());
    lines(text, "", "wished", "", across.demandByDay(since));
    return new Csv(text.toString());
  }

  private static void lines(
      StringBuilder text,
      String integration,
      String what,
      String detail,
      Map<LocalDate, Long> byDay) {
    byDay.forEach((day, count) -> {
      if (count > 0) {
        line(text, day.atStartOfDay(ZoneOffset.UTC).toInstant(), integration, what, detail, count);
      }
    });
  }

  private static void line(
      StringBuilder text,
      Instant hour,
      String integration,
      String what,
      String detail,
      long count) {
    text.append(hour)
        .append(',')
        .append(integration)
        .append(',')
        .append(what)
        .append(',')
        .append(detail)
        .append(',')
        .append(count)
        .append("\r\n");
  }

  /** Every column is a slug, a code or a number: nothing needs quoting (RFC 4180). */
  private record Csv(String text) implements View {
    @Override
    public void render(
        @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/csv;charset=UTF-8");
      response.setHeader("Content-Disposition", "attachment; filename=\"usage.csv\"");
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
