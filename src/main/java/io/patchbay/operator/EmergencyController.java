package io.patchbay.operator;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.emergencies.Emergencies;
import io.patchbay.emergencies.Emergency;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.Html;
import io.patchbay.shell.SeeOther;
import io.patchbay.shell.Visit;
import io.patchbay.shell.Words;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Ends every credential of a provider or of a workspace, once its name was typed. */
@Controller
class EmergencyController {
  private static final String HOME = "/operator/emergency";
  private static final int ORDERS = 20;

  private final Operators operators;
  private final Emergencies emergencies;
  private final CurrentCatalog catalog;
  private final Templates pages;

  EmergencyController(
      Operators operators, Emergencies emergencies, CurrentCatalog catalog, Templates pages) {
    this.operators = operators;
    this.emergencies = emergencies;
    this.catalog = catalog;
    this.pages = pages;
  }

  @GetMapping(HOME)
  View show(Visit visit, SignedIn who) {
    var person = operators.require(who);
    var words = visit.words();
    return Html.of(
        pages.operatorEmergency(
            new EmergencyPage(
                visit.frame(person, words.of("operator.emergency")),
                Operators.tabs(words, Operators.Tab.EMERGENCY),
                providers(words),
                emergencies.newest(ORDERS).stream().map(it -> line(it, words)).toList())));
  }

  private List<EmergencyPage.Choice> providers(Words words) {
    return entries().stream()
        .map(Integration::provider)
        .distinct()
        .map(it ->
            new EmergencyPage.Choice(
                it, names(it), words.count("emergency.credentials", living(it))))
        .toList();
  }

  private List<Integration> entries() {
    return catalog.get().all().stream().filter(it -> !it.comingSoon()).toList();
  }

  private String names(String provider) {
    var names =
        entries().stream()
            .filter(it -> it.provider().equals(provider))
            .map(Integration::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? provider : names;
  }

  private long living(String provider) {
    return emergencies.living(
        entries().stream()
            .filter(it -> it.provider().equals(provider))
            .map(Integration::slug)
            .toList());
  }

  private EmergencyPage.Line line(Emergency order, Words words) {
    return new EmergencyPage.Line(
        words.of("emergency.what." + order.kind().word(), order.target()),
        order.by(),
        order.at(),
        words.ago(order.at()),
        words.of("emergency.ended", order.ended(), order.revoked()),
        words.of(order.doneAt() == null ? "emergency.going_on" : "emergency.done"));
  }

  /** What an order would end, as far as it exists. */
  private record Target(String name, @Nullable WorkspaceId workspace, long living) {}

  private Target target(Emergency.Kind kind, String target) {
    return switch (kind) {
      case PROVIDER -> {
        if (entries().stream().noneMatch(it -> it.provider().equals(target))) {
          throw new NotFound();
        }
        yield new Target(names(target), null, living(target));
      }
      case WORKSPACE -> {
        var workspace = emergencies.workspace(target).orElseThrow(NotFound::new);
        yield new Target(target, workspace, emergencies.living(workspace));
      }
      case ERASURE -> throw new NotFound();
    };
  }

  private static Emergency.Kind kind(String word) {
    return switch (word) {
      case "provider" -> Emergency.Kind.PROVIDER;
      case "workspace" -> Emergency.Kind.WORKSPACE;
      default -> throw new NotFound();
    };
  }

  @GetMapping(HOME + "/confirmation")
  View ask(@RequestParam String kind, @RequestParam String target, Visit visit, SignedIn who) {
    var person = operators.require(who);
    var of = kind(kind);
    var named = target.strip();
    return of == Emergency.Kind.WORKSPACE && emergencies.workspace(named).isEmpty()
        ? SeeOther.to(HOME).saying(Flash.warn("flash.emergency.none", named))
        : confirm(visit, person, of, named, "");
  }

  @PostMapping(HOME + "/orders")
  View order(
      @RequestParam String kind,
      @RequestParam String target,
      @RequestParam String typed,
      Visit visit,
      SignedIn who) {
    var person = operators.require(who);
    var of = kind(kind);
    var known = target(of, target);
    if (!typed.strip().equals(target)) {
      return confirm(visit, person, of, target, visit.words().of("emergency.wrong", target))
          .status(422);
    }
    emergencies.order(of, target, known.workspace(), person.name());
    return SeeOther.to(HOME).saying(Flash.good("flash.emergency.ordered", known.name()));
  }

  private Html confirm(
      Visit visit, Person person, Emergency.Kind kind, String target, String wrong) {
    var words = visit.words();
    var known = target(kind, target);
    var title = words.of("emergency.confirm." + kind.word(), known.name());
    return Html.of(
        pages.operatorEmergencyConfirm(
            new EmergencyPage.Confirm(
                visit.frame(person, title),
                title,
                List.of(
                    words.count("emergency.confirm.what", known.living()),
                    words.of("emergency.confirm.kept"),
                    words.of("emergency.confirm.people")),
                kind.word(),
                target,
                words.of("emergency.confirm.type", target),
                wrong,
                words.of("emergency.confirm.button", known.name()))));
  }
}
