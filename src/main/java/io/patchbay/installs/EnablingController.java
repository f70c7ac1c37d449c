package io.patchbay.installs;

import io.patchbay.database.Tenancy;
import io.patchbay.members.Action;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.SeeOther;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Turns an integration off and on again, and says who may manage it. Nothing is erased. */
@Controller
class EnablingController {
  private final Places places;
  private final Installs installs;
  private final Tenancy tenancy;

  EnablingController(Places places, Installs installs, Tenancy tenancy) {
    this.places = places;
    this.installs = installs;
    this.tenancy = tenancy;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/disabled")
  View disable(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.DISABLE);
    var member = place.member();
    var done =
        tenancy.within(
            member.scope(), () -> installs.disable(member.workspace(), slug, member.person()));
    return SeeOther.to(place.addresses().outcome(slug, done));
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/enabled")
  View enable(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ENABLE);
    var member = place.member();
    var done =
        tenancy.within(
            member.scope(), () -> installs.enable(member.workspace(), slug, member.person()));
    return SeeOther.to(place.addresses().outcome(slug, done));
  }

  /** Who may manage it: an Admin's own switch. */
  @PostMapping("/w/{workspace}/integrations/{slug}/billing-admin")
  View requireBillingAdmin(
      @PathVariable String workspace,
      @PathVariable String slug,
      @RequestParam boolean required,
      SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.SWITCH_BILLING_ADMIN);
    var member = place.member();
    var done =
        tenancy.within(
            member.scope(),
            () ->
                installs.requireBillingAdmin(member.workspace(), slug, required, member.person()));
    return SeeOther.to(place.addresses().outcome(slug, done));
  }
}
