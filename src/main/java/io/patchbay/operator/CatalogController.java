package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CatalogMistakes;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Mistake;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The catalog as it is in force, and as the operator's folders are now. */
@Controller
class CatalogController {
  private final Operators operators;
  private final CurrentCatalog catalog;
  private final CatalogMistakes mistakes;
  private final Templates pages;

  CatalogController(
      Operators operators, CurrentCatalog catalog, CatalogMistakes mistakes, Templates pages) {
    this.operators = operators;
    this.catalog = catalog;
    this.mistakes = mistakes;
    this.pages = pages;
  }

  @GetMapping("/operator/catalog")
  View show(Visit visit, SignedIn who) {
    var person = operators.require(who);
    var words = visit.words();
    var pending = mistakes.pending();
    var origins = mistakes.origins();
    var changes = new ArrayList<String>();
    pending.added().forEach(it -> changes.add(words.of("operator.catalog.added", it)));
    pending.changed().forEach(it -> changes.add(words.of("operator.catalog.changed", it)));
    pending.removed().forEach(it -> changes.add(words.of("operator.catalog.removed", it)));
    return Html.of(
        pages.operatorCatalog(
            new CatalogPage(
                visit.frame(person, words.of("operator.catalog")),
                Operators.tabs(words, Operators.Tab.CATALOG),
                pending.mistakes().stream().map(Mistake::toString).toList(),
                changes,
                catalog.get().all().stream()
                    .map(it -> line(it, origins.get(it.slug()), words))
                    .toList())));
  }

  private static CatalogPage.Line line(
      Integration it, CatalogMistakes.@Nullable Origin origin, Words words) {
    return new CatalogPage.Line(
        it.slug(),
        it.name(),
        words.of("operator.availability." + it.availability().name().toLowerCase(Locale.ROOT)),
        origin == null ? "" : origin.version(),
        origin == null || origin.builtIn() ? words.of("operator.catalog.built_in") : origin.file(),
        it.verifiedBy());
  }

  @PostMapping("/operator/catalog/reload")
  View reload(SignedIn who) {
    operators.require(who);
    mistakes.reload();
    return SeeOther.to("/operator/catalog").saying(Flash.good("flash.operator.reloaded"));
  }
}
