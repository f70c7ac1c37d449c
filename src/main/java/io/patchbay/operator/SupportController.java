package io.patchbay.operator;

import static io.patchbay.database.Columns.at;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.directory.Card;
import io.patchbay.directory.Sayings;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Why something broke at one workspace, and what support noted about it. */
@Controller
class SupportController {
  private static final int LONGEST = 2_000;

  private final Operators operators;
  private final Across across;
  private final SupportReading reading;
  private final CurrentCatalog catalog;
  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Templates pages;
  private final InstantSource clock;

  SupportController(
      Operators operators,
      Across across,
      SupportReading reading,
      CurrentCatalog catalog,
      Tenancy tenancy,
      JdbcClient sql,
      Templates pages,
      InstantSource clock) {
    this.operators = operators;
    this.across = across;
    this.reading = reading;
    this.catalog = catalog;
    this.tenancy = tenancy;
    this.sql = sql;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/operator/support")
  View show(@RequestParam(defaultValue = "") String workspace, Visit visit, SignedIn who) {
    var person = operators.require(who);
    var words = visit.words();
    var found = across.workspace(workspace.strip());
    return Html.of(
        pages.operatorSupport(
            new SupportPage(
                visit.frame(person, words.of("operator.support")),
                Operators.tabs(words, Operators.Tab.SUPPORT),
                workspace.strip(),
                found.map(Across.Workspace::name).orElse(""),
                found.map(it -> lines(reading.read(it.id()), words)).orElse(List.of()))));
  }

  private List<SupportPage.Line> lines(SupportReading.Seen seen, Words words) {
    return catalog.get().all().stream()
        .filter(it -> seen.installs().containsKey(it.slug()))
        .map(it -> line(it, Objects.requireNonNull(seen.installs().get(it.slug())), seen, words))
        .toList();
  }

  private SupportPage.Line line(
      Integration integration, InstallFacts install, SupportReading.Seen seen, Words words) {
    var status = InstallStatus.at(clock.instant(), integration, install);
    var say = new Sayings(words);
    return new SupportPage.Line(
        install.id().toString(),
        integration.name(),
        Card.tone(status.label()),
        say.label(status.label()),
        FailingController.bucket(status.reason().word(), words),
        Bundle.of(integration, install, status, seen),
        seen.notes().stream()
            .filter(it -> it.install().equals(install.id().value()))
            .map(it -> new SupportPage.Note(it.text(), it.by(), it.at(), words.ago(it.at())))
            .toList());
  }

  @PostMapping("/operator/support/{workspace}/{install}/notes")
  View note(
      @PathVariable String workspace,
      @PathVariable UUID install,
      @RequestParam String note,
      SignedIn who) {
    var person = operators.require(who);
    var found = across.workspace(workspace).orElseThrow(NotFound::new);
    var text = note.strip();
    var to = SeeOther.to("/operator/support?workspace=" + found.slug());
    if (text.isEmpty()) {
      return to;
    }
    int written =
        tenancy.within(
            Scope.of(found.id()),
            () ->
                sql.sql(
                        """
                        insert into support_notes (workspace_id, install_id, note, written_at, written_by, written_by_name)
                        select workspace_id, id, ?, ?, ?, ? from installs where workspace_id = current_workspace() and id = ?
                        """)
                    .param(text.substring(0, Math.min(LONGEST, text.length())))
                    .param(at(clock.instant()))
                    .param(person.id().value())
                    .param(person.name())
                    .param(install)
                    .update());
    if (written == 0) {
      throw new NotFound();
    }
    return to.saying(Flash.good("flash.operator.noted"));
  }
}
