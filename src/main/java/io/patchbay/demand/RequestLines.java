package io.patchbay.demand;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Integration;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.NextAction;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import io.patchbay.shell.Section;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Requests as their readers see them: an Admin all of them, a member their own. */
record RequestLines(
    Words words, Member member, Catalog catalog, Map<String, InstallFacts> installs) {

  RequestsPage page(Visit visit, Instant now, List<Request> all, List<Wishes.Wish> wishes) {
    boolean answers = Policy.decide(Action.APPROVE, member, false).allowed();
    var seen =
        all.stream()
            .filter(it -> answers || it.by().equals(member.person()))
            .filter(it -> catalog.find(it.integration()).isPresent())
            .toList();
    return new RequestsPage(
        visit.frame(member, Section.REQUESTS, words.of("requests.title")),
        answers,
        lines(
            seen.stream()
                .filter(it -> it.standing() instanceof Request.Standing.Waiting)
                .sorted(Comparator.comparing(Request::askedAt)),
            now,
            answers),
        lines(
            seen.stream().filter(it -> it.standing() instanceof Request.Standing.Approved),
            now,
            answers),
        lines(seen.stream().filter(it -> !it.open()), now, answers),
        wishes.stream().map(this::wished).toList(),
        new Addresses(member.slug()).directory());
  }

  private List<RequestsPage.Line> lines(Stream<Request> requests, Instant now, boolean answers) {
    return requests.map(it -> line(it, now, answers)).toList();
  }

  private RequestsPage.Line line(Request request, Instant now, boolean answers) {
    var integration = catalog.find(request.integration()).orElseThrow();
    var install = Optional.ofNullable(installs.get(integration.slug()));
    var addresses = new Addresses(member.slug());
    var status = InstallStatus.at(now, integration, install.orElse(null));
    var action = NextAction.of(integration, status).byOwner(member, status);
    boolean byForm = action.kind() == NextAction.Kind.ENABLE;
    return new RequestsPage.Line(
        integration.logoAddress(),
        RequestWords.asks(words, request, integration.name(), member.person()),
        request.askedAt(),
        words.ago(request.askedAt()),
        RequestWords.tone(request),
        answers && request.standing() instanceof Request.Standing.Waiting
            ? ""
            : RequestWords.standing(words, request),
        request.answer(),
        integration.name(),
        addresses.details(integration.slug()),
        RequestsController.address(member.slug()) + "/" + request.id(),
        !answers
            ? ""
            : byForm
                ? addresses.details(integration.slug())
                : addresses.of(integration.slug(), action),
        words.of(
            action.kind() == NextAction.Kind.ASK_OWNER
                ? "action.ask_owner.unnamed"
                : "action." + action.kind().word()));
  }

  private RequestsPage.Wished wished(Wishes.Wish wish) {
    var typed = Objects.requireNonNullElse(wish.words(), "");
    var integration =
        wish.integration() == null
            ? Arrived.named(catalog, typed)
            : catalog.find(wish.integration());
    return new RequestsPage.Wished(
        integration.map(Integration::logoAddress).orElse(""),
        integration.map(Integration::name).orElse(typed),
        integration.map(it -> new Addresses(member.slug()).details(it.slug())).orElse(""),
        people(words, wish),
        integration.filter(it -> !it.comingSoon()).map(it -> words.of("vote.here")).orElse(""),
        wish.reasons().stream().map(it -> new RequestsPage.Said(it.by(), it.sentence())).toList(),
        wish.own() == null
            ? ""
            : new Addresses(member.slug()).wishes() + "/" + wish.own() + "/withdrawn");
  }

  /** "You and 2 others asked for it". */
  static String people(Words words, Wishes.Wish wish) {
    if (wish.people() == 0) {
      return words.of("vote.nobody");
    }
    if (wish.own() == null) {
      return words.count("requests.wishes.people", wish.people());
    }
    return wish.people() == 1
        ? words.of("requests.wishes.you")
        : words.count("requests.wishes.you_and", wish.people() - 1);
  }
}
