package io.patchbay.outbox;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import io.patchbay.vault.Secret;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Deliveries to the host app, for operators alone; to everybody else there is no such page. Where
 * they go, and with which secret, is changed once the address's name was typed.
 */
@Controller
class DeliveriesController {
  private static final String HERE = "/operator/deliveries";
  private static final String NAME = "default";
  private static final Set<String> SHOWN = Set.of("waiting", "failed");

  private final Members members;
  private final HostEndpoints endpoints;
  private final DeliveryLog log;
  private final Templates pages;
  private final InstantSource clock;

  DeliveriesController(
      Members members,
      HostEndpoints endpoints,
      DeliveryLog log,
      Templates pages,
      InstantSource clock) {
    this.members = members;
    this.endpoints = endpoints;
    this.log = log;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * What came of a form that did not end in another page.
   *
   * @param secret shown this once
   */
  private record Asked(String secret, String url, String wrong, boolean confirmed) {
    static final Asked NOTHING = new Asked("", "", "", true);

    static Asked made(Secret secret) {
      return new Asked(secret.<String>reveal(text -> text), "", "", true);
    }
  }

  @GetMapping(HERE)
  View show(@RequestParam(defaultValue = "") String only, Visit visit, SignedIn who) {
    return page(visit, operator(who), only, Asked.NOTHING);
  }

  /** Sets where events go, or moves it. */
  @PostMapping(HERE + "/endpoint")
  View put(
      @RequestParam(defaultValue = "") String url,
      @RequestParam(defaultValue = "false") boolean inOrder,
      @RequestParam(defaultValue = "") String typed,
      Visit visit,
      SignedIn who) {
    var operator = operator(who);
    if (!isConfirmed(typed)) {
      return unconfirmed(visit, operator, url);
    }
    return switch (endpoints.put(NAME, url.strip(), inOrder, operator.name())) {
      case HostEndpoints.Refused it ->
          page(
                  visit,
                  operator,
                  "",
                  new Asked("", url, visit.words().of("deliveries.wrong." + it.why()), true))
              .status(422);
      case HostEndpoints.Kept it -> kept(visit, operator, it);
    };
  }

  private View kept(Visit visit, Person operator, HostEndpoints.Kept it) {
    var secret = it.secret();
    return secret != null
        ? page(visit, operator, "", Asked.made(secret))
        : SeeOther.to(HERE)
            .saying(
                it.answered()
                    ? Flash.good("deliveries.moved")
                    : Flash.warn("deliveries.moved_unanswered"));
  }

  @PostMapping(HERE + "/secret")
  View rotate(@RequestParam(defaultValue = "") String typed, Visit visit, SignedIn who) {
    var operator = operator(who);
    if (!isConfirmed(typed)) {
      return unconfirmed(visit, operator, "");
    }
    var secret = endpoints.rotate(NAME, operator.name()).orElseThrow(NotFound::new);
    return page(visit, operator, "", Asked.made(secret));
  }

  private static boolean isConfirmed(String typed) {
    return typed.strip().equals(NAME);
  }

  private View unconfirmed(Visit visit, Person operator, String url) {
    return page(visit, operator, "", new Asked("", url, "", false)).status(422);
  }

  @PostMapping(HERE + "/resend")
  View resend(
      @RequestParam UUID endpoint,
      @RequestParam UUID workspace,
      @RequestParam long number,
      SignedIn who) {
    if (!log.resend(operator(who).id(), endpoint, workspace, number)) {
      throw new NotFound();
    }
    return SeeOther.to(HERE).saying(Flash.good("deliveries.resent"));
  }

  private Person operator(SignedIn who) {
    return members.person(who).filter(Person::operator).orElseThrow(NotFound::new);
  }

  private Html page(Visit visit, Person operator, String only, Asked asked) {
    var words = visit.words();
    var shown = SHOWN.contains(only) ? only : "";
    var waiting = log.counts(operator.id());
    return Html.of(
        pages.outboxDeliveries(
            new DeliveriesPage(
                visit.frame(operator, words.of("deliveries.title")),
                endpoints.all().stream()
                    .map(it ->
                        to(
                            words,
                            it,
                            waiting.stream()
                                .filter(count -> count.endpoint().equals(it.id()))
                                .findFirst()
                                .orElse(new DeliveryLog.Waiting(it.id(), 0, 0))))
                    .toList(),
                asked.secret(),
                asked.url(),
                asked.wrong(),
                words.of("app.type", NAME),
                asked.confirmed() ? "" : words.of("deliveries.wrong.typed", NAME),
                shown,
                log.newest(operator.id(), shown).stream().map(it -> line(words, it)).toList(),
                log.strangers().stream()
                    .map(it ->
                        new DeliveriesPage.Stranger(
                            it.integration(),
                            it.id(),
                            words.count("deliveries.times", it.times()),
                            words.ago(it.lastAt())))
                    .toList(),
                log.refusals().stream()
                    .map(it ->
                        new DeliveriesPage.Stranger(
                            it.integration(),
                            words.of("deliveries.refused." + it.verdict()),
                            words.count("deliveries.times", it.times()),
                            words.ago(it.lastAt())))
                    .toList(),
                log.reconciled().stream().map(it -> reconciled(words, it)).toList(),
                endpoints.changes().stream()
                    .map(it ->
                        new DeliveriesPage.Change(
                            words.ago(it.at()),
                            words.of("deliveries.change." + it.what()),
                            it.by(),
                            it.url()))
                    .toList())));
  }

  private static DeliveriesPage.Reconciled reconciled(Words words, DeliveryLog.Reconciled it) {
    return new DeliveriesPage.Reconciled(
        it.integration(),
        words.count("deliveries.reconciled.asked", it.asked()),
        it.failure() == null ? "" : words.of("deliveries.reconciled.failed", it.failure()),
        it.lookedAt() == null
            ? ""
            : words.of("deliveries.reconciled.looked", words.ago(it.lookedAt())));
  }

  private DeliveriesPage.To to(Words words, HostEndpoint it, DeliveryLog.Waiting count) {
    var waiting = words.count("deliveries.waiting", count.waiting());
    if (it.isPaused(clock.instant()) && it.failingSince() != null) {
      return new DeliveriesPage.To(
          it.name(),
          it.url(),
          Tone.WARN,
          words.of("deliveries.paused"),
          words.of(
              "deliveries.paused.detail",
              words.ago(it.failingSince()),
              failure(words, it.lastFailure())),
          waiting,
          it.inOrder());
    }
    if (it.failingSince() != null) {
      return new DeliveriesPage.To(
          it.name(),
          it.url(),
          Tone.WARN,
          words.of("deliveries.failing"),
          words.of(
              "deliveries.failing.detail",
              words.ago(it.failingSince()),
              failure(words, it.lastFailure())),
          waiting,
          it.inOrder());
    }
    return new DeliveriesPage.To(
        it.name(),
        it.url(),
        it.lastSuccess() == null ? Tone.QUIET : Tone.GOOD,
        words.of(it.lastSuccess() == null ? "deliveries.new" : "deliveries.working"),
        it.lastSuccess() == null
            ? ""
            : words.of("deliveries.working.detail", words.ago(it.lastSuccess())),
        waiting,
        it.inOrder());
  }

  private static DeliveriesPage.Line line(Words words, DeliveryLog.Entry it) {
    boolean sent = it.sentAt() != null;
    boolean givenUp = it.givenUpAt() != null;
    var attempts = words.count("deliveries.attempts", it.attempts());
    return new DeliveriesPage.Line(
        it.integration() == null ? it.type() : it.type() + " · " + it.integration(),
        it.slug(),
        String.valueOf(it.seq()),
        sent ? Tone.GOOD : givenUp ? Tone.WARN : it.attempts() == 0 ? Tone.QUIET : Tone.WARN,
        words.of(
            sent
                ? "deliveries.sent"
                : givenUp
                    ? "deliveries.given_up"
                    : it.attempts() == 0 ? "deliveries.queued" : "deliveries.retrying"),
        it.failure() == null ? attempts : attempts + " · " + failure(words, it.failure()),
        words.ago(it.lastAt() == null ? it.keptAt() : it.lastAt()),
        "endpoint=" + it.endpoint() + "&workspace=" + it.workspace() + "&number=" + it.seq());
  }

  /** {@code http_500} as it is known everywhere; what nobody answered in words. */
  private static String failure(Words words, @Nullable String failure) {
    return failure == null
        ? ""
        : failure.startsWith("http_")
            ? words.of("deliveries.failure.http", failure.substring("http_".length()))
            : words.of("deliveries.failure." + failure);
  }
}
