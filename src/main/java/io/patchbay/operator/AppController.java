package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.emergencies.Emergencies;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.providers.AppCredentials;
import io.patchbay.providers.ProviderApps;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.vault.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * One provider's app: which credentials are in force and from where; set and removed once the
 * provider's name was typed. What is set is never shown again, its last four characters apart.
 */
@Controller
class AppController {
  private static final Logger log = LoggerFactory.getLogger(AppController.class);
  private static final int CHANGES = 20;
  private static final int LONGEST = 4096;

  /** What may stand in a header or a form: no blank, nothing that ends a line. */
  private static final Pattern CREDENTIAL = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST + "}");

  private final Operators operators;
  private final CurrentCatalog catalog;
  private final AppCredentials page;
  private final ProviderApps apps;
  private final WhereSet where;
  private final Addresses addresses;
  private final Emergencies emergencies;
  private final Templates pages;

  AppController(
      Operators operators,
      CurrentCatalog catalog,
      AppCredentials page,
      ProviderApps apps,
      WhereSet where,
      Addresses addresses,
      Emergencies emergencies,
      Templates pages) {
    this.operators = operators;
    this.catalog = catalog;
    this.page = page;
    this.apps = apps;
    this.where = where;
    this.addresses = addresses;
    this.emergencies = emergencies;
    this.pages = pages;
  }

  /** What a person typed, the secrets apart: those are never sent back. */
  private record Asked(String clientId, String wrong, String wrongRemoval) {
    static final Asked NOTHING = new Asked("", "", "");
  }

  @GetMapping("/operator/apps/{provider}")
  View show(@PathVariable String provider, Visit visit, SignedIn who) {
    var person = operators.require(who);
    return page(visit, person, provider, Asked.NOTHING);
  }

  @PostMapping("/operator/apps/{provider}/credentials")
  View set(
      @PathVariable String provider,
      @RequestParam(name = "client_id", defaultValue = "") String clientId,
      @RequestParam(name = "client_secret", defaultValue = "") String clientSecret,
      @RequestParam(name = "webhook_secret", defaultValue = "") String webhookSecret,
      @RequestParam(defaultValue = "") String typed,
      Visit visit,
      SignedIn who) {
    var person = operators.require(who);
    entries(provider);
    var id = clientId.strip();
    var secret = clientSecret.strip();
    var webhook = webhookSecret.strip();
    var wrong = wrong(provider, id, secret, webhook, typed);
    if (!wrong.isEmpty()) {
      return page(visit, person, provider, new Asked(id, visit.words().of(wrong, provider), ""))
          .status(422);
    }
    page.set(
        provider,
        id.isEmpty() ? null : new AppCredentials.Client(id, Secret.of(secret)),
        webhook.isEmpty() ? null : Secret.of(webhook),
        person.name());
    log.info("An operator set credentials of the app of {}", provider);
    return SeeOther.to("/operator/apps/" + provider)
        .saying(Flash.good("flash.app.set", names(provider)));
  }

  /** The key of what is wrong, or empty. */
  private String wrong(String provider, String id, String secret, String webhook, String typed) {
    if (id.isEmpty() && secret.isEmpty() && webhook.isEmpty()) {
      return "app.wrong.nothing";
    }
    if (id.isEmpty() != secret.isEmpty()) {
      return "app.wrong.both";
    }
    if (List.of(id, secret, webhook).stream()
        .anyMatch(it -> !it.isEmpty() && !CREDENTIAL.matcher(it).matches())) {
      return "app.wrong.characters";
    }
    return typed.strip().equals(provider) ? "" : "app.wrong.typed";
  }

  @PostMapping("/operator/apps/{provider}/removed")
  View remove(
      @PathVariable String provider,
      @RequestParam(defaultValue = "") String typed,
      Visit visit,
      SignedIn who) {
    var person = operators.require(who);
    entries(provider);
    if (!typed.strip().equals(provider)) {
      return page(
              visit,
              person,
              provider,
              new Asked("", "", visit.words().of("app.wrong.typed", provider)))
          .status(422);
    }
    page.remove(provider, person.name());
    log.info("An operator removed the credentials set for the app of {}", provider);
    return SeeOther.to("/operator/apps/" + provider)
        .saying(Flash.good("flash.app.removed", names(provider)));
  }

  private Html page(Visit visit, Person person, String provider, Asked asked) {
    var words = visit.words();
    var entries = entries(provider);
    var kept = page.of(provider);
    boolean webhook = entries.stream().anyMatch(Addresses::signsWebhooks);
    boolean consent = entries.stream().anyMatch(Addresses::asksForConsent);
    var title = words.of("app.title", names(provider));
    return Html.of(
        pages.operatorApp(
            new AppPage(
                visit.frame(person, title),
                provider,
                notes(provider, words),
                parts(provider, consent, webhook, words),
                entries.stream().flatMap(it -> addresses.of(it, words).stream()).toList(),
                consent,
                webhook,
                asked.clientId(),
                words.count("app.living", living(entries)),
                words.of("app.type", provider),
                asked.wrong(),
                kept.isPresent()
                    ? words.of("app.remove.then", words.of(fallback(provider), names(provider)))
                    : "",
                asked.wrongRemoval(),
                page.changes(provider, CHANGES).stream().map(it -> change(it, words)).toList())));
  }

  private List<String> notes(String provider, Words words) {
    var notes = new ArrayList<String>();
    if (page.of(provider).filter(it -> !it.readable()).isPresent()) {
      notes.add(words.of("app.unreadable"));
    }
    if (apps.of(provider).sandbox()) {
      notes.add(words.of("app.sandbox", names(provider)));
    }
    return notes;
  }

  private List<AppPage.Part> parts(String provider, boolean consent, boolean webhook, Words words) {
    var app = apps.of(provider);
    var id = app.clientId();
    var parts = new ArrayList<AppPage.Part>();
    if (consent) {
      var from = from(provider, WhereSet.Part.CLIENT, id != null, words);
      parts.add(new AppPage.Part(words.of("app.client_id"), id == null ? "" : id, from));
      parts.add(
          new AppPage.Part(words.of("app.client_secret"), ends(app.clientSecret(), words), from));
    }
    if (webhook) {
      parts.add(
          new AppPage.Part(
              words.of("app.webhook_secret"),
              ends(app.webhookSecret(), words),
              from(provider, WhereSet.Part.WEBHOOK, app.webhookSecret() != null, words)));
    }
    return parts;
  }

  private String from(String provider, WhereSet.Part part, boolean set, Words words) {
    return words.of(
        !set
            ? "operator.app.missing"
            : apps.of(provider).sandbox()
                ? "operator.where.sandbox"
                : "operator.where." + where.of(provider, part));
  }

  private static String ends(@Nullable Secret secret, Words words) {
    return secret == null
        ? ""
        : secret.lastFour().isEmpty() ? "••••" : words.of("app.ends", secret.lastFour());
  }

  /** What rules once what was set here is gone. */
  private String fallback(String provider) {
    return where.inSettings(provider) ? "app.remove.settings" : "app.remove.nothing";
  }

  private static AppPage.Change change(AppCredentials.Change it, Words words) {
    var what =
        it.client()
            ? it.webhook() ? "app.change.both" : "app.change.client"
            : it.webhook() ? "app.change.webhook" : "app.change.removed";
    return new AppPage.Change(words.of(what), it.by(), it.at(), words.ago(it.at()));
  }

  private long living(List<Integration> entries) {
    return emergencies.living(entries.stream().map(Integration::slug).toList());
  }

  private List<Integration> entries(String provider) {
    var entries =
        catalog.get().all().stream()
            .filter(it -> !it.comingSoon() && it.provider().equals(provider))
            .filter(it -> Addresses.asksForConsent(it) || Addresses.signsWebhooks(it))
            .toList();
    if (entries.isEmpty()) {
      throw new NotFound();
    }
    return entries;
  }

  private String names(String provider) {
    return entries(provider).stream().map(Integration::name).collect(Collectors.joining(", "));
  }
}
