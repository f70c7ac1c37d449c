package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CatalogMistakes;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Mistake;
import io.patchbay.catalog.Webhook;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.ProviderApp;
import io.patchbay.providers.ProviderApps;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Html;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** For operators alone; to everybody else there is no such page. */
@Controller
class OperatorController {
  private final Members members;
  private final CurrentCatalog catalog;
  private final CatalogMistakes mistakes;
  private final ProviderApps apps;
  private final BaseUrl base;
  private final Templates pages;

  OperatorController(
      Members members,
      CurrentCatalog catalog,
      CatalogMistakes mistakes,
      ProviderApps apps,
      BaseUrl base,
      Templates pages) {
    this.members = members;
    this.catalog = catalog;
    this.mistakes = mistakes;
    this.apps = apps;
    this.base = base;
    this.pages = pages;
  }

  @GetMapping("/operator")
  View operator(Visit visit, SignedIn who) {
    var person = members.person(who).filter(Person::operator).orElseThrow(NotFound::new);
    var words = visit.words();
    return Html.of(
        pages.operatorOperator(
            new OperatorPage(
                visit.frame(person, words.of("operator.title")),
                catalog.get().all().stream()
                    .filter(it -> !it.comingSoon())
                    .map(it -> line(it, words))
                    .toList(),
                mistakes.mistakes().stream().map(Mistake::toString).toList())));
  }

  private OperatorPage.Line line(Integration integration, Words words) {
    var app = apps.of(integration.provider());
    boolean consent = integration.auth() instanceof Auth.OAuth2;
    var webhook = integration.webhook();
    boolean shared = webhook != null && webhook.signature().secretFrom() == Webhook.SecretFrom.APP;
    return new OperatorPage.Line(
        integration.name(),
        "/logos/" + integration.slug() + "-" + integration.logo().sha256().substring(0, 8) + ".svg",
        tone(consent, app),
        words.of(state(consent, app)),
        consent ? base.get() + "/oauth/callback/" + integration.slug() : "",
        shared ? base.get() + "/hooks/" + integration.slug() : "",
        integration.verifiedBy());
  }

  private static Tone tone(boolean consent, ProviderApp app) {
    return app.sandbox() ? Tone.GOING : !consent || app.clientId() != null ? Tone.GOOD : Tone.WARN;
  }

  private static String state(boolean consent, ProviderApp app) {
    if (app.sandbox()) {
      return "operator.app.sandbox";
    }
    return !consent
        ? "operator.app.none_needed"
        : app.clientId() != null ? "operator.app.set" : "operator.app.missing";
  }
}
