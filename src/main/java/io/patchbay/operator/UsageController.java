package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.members.SignedIn;
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
  private static final List<Counted> CHARTS =
      List.of(Counted.VIEWED, Counted.STARTED, Counted.FINISHED, Counted.FAILED);
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
                seconds(figures.medianSeconds(it -> true), words),
                CHARTS.stream().map(it -> chart(it, figures, span, words)).toList(),
                catalog.get().all().stream()
                    .filter(it -> !it.comingSoon())
                    .map(it -> line(it, figures, installs, words))
                    .toList(),
                catalog.get().all().stream().flatMap(it -> steps(it, figures, words)).toList(),
                reasons(figures.by(Counted.FAILED), "operator.failed.", words),
                reasons(figures.by(Counted.BROKE), "state.", words),
                across.demand().stream()
                    .map(it ->
                        new UsagePage.Reason(
                            it.entry() ? name(it.what()) : "“" + it.what() + "”",
                            words.number(it.people()),
                            it.said()))
                    .toList())));
  }

  private Instant start(int days) {
    return first(days).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private LocalDate first(int days) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
  }

  private UsagePage.Chart chart(Counted what, UsageFigures figures, int days, Words words) {
    var series = figures.daily(what, first(days), days);
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
    var title = words.of("operator.usage." + word(what));
    long total = figures.total(what);
    return new UsagePage.Chart(
        title,
        words.number(total),
        words.of("operator.usage.chart", title, total, days, most == 1 && total == 0 ? 0 : most),
        bars);
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
        seconds(figures.medianSeconds(slug::equals), words));
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
                List.of()));
  }

  private static String seconds(long seconds, Words words) {
    return seconds < 0 ? "–" : words.of("operator.usage.seconds", seconds);
  }

  private static List<UsagePage.Reason> reasons(
      Map<String, Long> counts, String prefix, Words words) {
    return counts.entrySet().stream()
        .map(it ->
            new UsagePage.Reason(
                words.has(prefix + it.getKey()) ? words.of(prefix + it.getKey()) : it.getKey(),
                words.number(it.getValue()),
                List.of()))
        .toList();
  }

  private String name(String slug) {
    return catalog.get().find(slug).map(Integration::name).orElse(slug);
  }

  @GetMapping("/operator/usage.csv")
  View csv(@RequestParam(defaultValue = "30") int days, SignedIn who) {
    operators.require(who);
    var text = new StringBuilder("hour,integration,what,detail,count\r\n");
    usage
        .since(start(Math.clamp(days, 1, 366)))
        .forEach(it ->
            text.append(it.hour())
                .append(',')
                .append(it.integration())
                .append(',')
                .append(word(it.what()))
                .append(',')
                .append(it.detail())
                .append(',')
                .append(it.count())
                .append("\r\n"));
    return new Csv(text.toString());
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
