package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.incidents.Incident;
import io.patchbay.incidents.Incidents;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Html;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What fails anywhere, by integration and bucket. */
@Controller
class FailingController {
  private static final int INCIDENTS = 20;

  private final Operators operators;
  private final Across across;
  private final Incidents incidents;
  private final CurrentCatalog catalog;
  private final Templates pages;

  FailingController(
      Operators operators,
      Across across,
      Incidents incidents,
      CurrentCatalog catalog,
      Templates pages) {
    this.operators = operators;
    this.across = across;
    this.incidents = incidents;
    this.catalog = catalog;
    this.pages = pages;
  }

  @GetMapping("/operator/failing")
  View show(
      @RequestParam(defaultValue = "") String integration,
      @RequestParam(defaultValue = "") String bucket,
      Visit visit,
      SignedIn who) {
    var person = operators.require(who);
    var words = visit.words();
    var troubles = across.failing(integration, bucket);
    return Html.of(
        pages.operatorFailing(
            new FailingPage(
                visit.frame(person, words.of("operator.failing")),
                Operators.tabs(words, Operators.Tab.FAILING),
                incidents.newest(INCIDENTS).stream().map(it -> incident(it, words)).toList(),
                troubles.groups().stream().map(it -> group(it, words)).toList(),
                troubles.lines().stream().map(it -> line(it, words)).toList(),
                integration.isEmpty() ? "" : name(integration),
                troubles.lines().size() == Across.MOST,
                across.setAside())));
  }

  private FailingPage.IncidentLine incident(Incident it, Words words) {
    return new FailingPage.IncidentLine(
        it.provider(),
        bucket(it.as().word(), words),
        it.code(),
        it.affected(),
        it.beganAt(),
        words.ago(it.beganAt()),
        it.endedAt() == null ? "" : words.ago(it.endedAt()));
  }

  private FailingPage.Group group(Across.Failing it, Words words) {
    return new FailingPage.Group(
        name(it.integration()),
        bucket(it.bucket(), words),
        it.connections(),
        it.since(),
        words.ago(it.since()),
        "/operator/failing?integration=" + it.integration() + "&bucket=" + it.bucket());
  }

  private FailingPage.Line line(Across.FailingConnection it, Words words) {
    return new FailingPage.Line(
        it.connection().toString(),
        it.workspace().isEmpty() ? words.of("operator.personal") : it.workspaceName(),
        it.workspace().isEmpty() ? "" : "/operator/support?workspace=" + it.workspace(),
        name(it.integration()),
        bucket(it.bucket(), words),
        it.code(),
        it.since(),
        words.ago(it.since()));
  }

  static String bucket(String bucket, Words words) {
    var key = "state." + bucket;
    return words.has(key) ? words.of(key) : bucket;
  }

  private String name(String slug) {
    return catalog.get().find(slug).map(Integration::name).orElse(slug);
  }
}
