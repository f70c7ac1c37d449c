package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CatalogMistakes;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.directory.Logos;
import io.patchbay.incidents.Incidents;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.Provider;
import io.patchbay.providers.ProviderApp;
import io.patchbay.providers.ProviderApps;
import io.patchbay.providers.TokenResult;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.vault.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The providers' apps: what to register, where the credentials are from, whether they work. */
@Controller
class OperatorController {
  /** As long as RFC 7636 wants a verifier; it is no secret, and no code belongs to it. */
  private static final String NO_VERIFIER = "0".repeat(43);

  private final Operators operators;
  private final Incidents incidents;
  private final CurrentCatalog catalog;
  private final CatalogMistakes mistakes;
  private final ProviderApps apps;
  private final Provider provider;
  private final WhereSet where;
  private final Addresses addresses;
  private final Templates pages;

  OperatorController(
      Operators operators,
      Incidents incidents,
      CurrentCatalog catalog,
      CatalogMistakes mistakes,
      ProviderApps apps,
      Provider provider,
      WhereSet where,
      Addresses addresses,
      Templates pages) {
    this.operators = operators;
    this.incidents = incidents;
    this.catalog = catalog;
    this.mistakes = mistakes;
    this.apps = apps;
    this.provider = provider;
    this.where = where;
    this.addresses = addresses;
    this.pages = pages;
  }

  @GetMapping("/operator")
  View operator(Visit visit, SignedIn who) {
    var person = operators.require(who);
    var words = visit.words();
    var worked = incidents.lastWorked();
    return Html.of(
        pages.operatorOperator(
            new OperatorPage(
                visit.frame(person, words.of("operator.title")),
                Operators.tabs(words, Operators.Tab.APPS),
                mistakes.mistakes().size(),
                catalog.get().all().stream()
                    .filter(it -> !it.comingSoon())
                    .map(it -> line(it, words, worked.get(it.provider())))
                    .toList())));
  }

  private OperatorPage.Line line(Integration integration, Words words, @Nullable Instant worked) {
    var app = apps.of(integration.provider());
    boolean consent = Addresses.asksForConsent(integration);
    var set = app.sandbox() ? "" : where.of(integration.provider(), WhereSet.Part.CLIENT);
    return new OperatorPage.Line(
        integration.slug(),
        integration.name(),
        Logos.address(integration),
        tone(consent, app),
        words.of(state(consent, app)),
        set.isEmpty() ? "" : words.of("operator.where." + set),
        addresses.of(integration, words),
        worked == null
            ? words.of("operator.never_worked")
            : words.of("operator.worked", words.ago(worked)),
        consent && app.clientId() != null ? "/operator/apps/" + integration.slug() + "/tests" : "",
        consent || Addresses.signsWebhooks(integration)
            ? "/operator/apps/" + integration.provider()
            : "",
        words.of("operator.proven", integration.verifiedBy()));
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

  /**
   * Trades a code that cannot exist: a provider that refuses the code knows the app, one that
   * refuses the app says so first (RFC 6749 section 5.2).
   */
  @PostMapping("/operator/apps/{slug}/tests")
  View test(@PathVariable String slug, SignedIn who) {
    operators.require(who);
    var integration =
        catalog
            .get()
            .find(slug)
            .filter(it -> it.auth() instanceof Auth.OAuth2)
            .orElseThrow(NotFound::new);
    var answer =
        provider.exchange(
            integration,
            "patchbay-self-test",
            Secret.of(NO_VERIFIER),
            addresses.callback(slug),
            Map.of());
    return SeeOther.to("/operator").saying(said(answer, integration.name()));
  }

  private static Flash said(TokenResult answer, String name) {
    return switch (answer) {
      case TokenResult.Granted _ -> Flash.warn("flash.operator.granted", name);
      case TokenResult.Refused it when it.bucket() == Failure.LOGIN_EXPIRED ->
          Flash.good("flash.operator.works", name);
      case TokenResult.Refused it -> Flash.warn("flash.operator.refused", name, it.code());
      case TokenResult.Unreachable it -> Flash.warn("flash.operator.silent", name, it.code());
    };
  }
}
