package io.patchbay.members;

import static io.patchbay.members.Need.ADMIN;
import static io.patchbay.members.Need.ADMIN_OR_BILLING;
import static io.patchbay.members.Need.MANAGER;
import static io.patchbay.members.Need.MEMBER;

/**
 * What can be done in a workspace, and whom it needs: the one policy table. The second column rules
 * where an install requires a billing admin (before there is an install: where its integration is
 * sensitive).
 */
public enum Action {
  SEE("see", MEMBER, MEMBER),
  USE("use", MEMBER, MEMBER),
  ASK("ask", MEMBER, MEMBER),
  CHECK("check", MEMBER, MEMBER),

  CONNECT("connect", MANAGER, ADMIN_OR_BILLING),
  RECONNECT("reconnect", MANAGER, ADMIN_OR_BILLING),
  FINISH_SETUP("finish_setup", MANAGER, ADMIN_OR_BILLING),
  PICK("pick", MANAGER, ADMIN_OR_BILLING),
  LABEL("label", MANAGER, ADMIN_OR_BILLING),

  ENABLE("enable", ADMIN, ADMIN_OR_BILLING),
  DISABLE("disable", ADMIN, ADMIN_OR_BILLING),
  DISCONNECT("disconnect", ADMIN, ADMIN_OR_BILLING),
  ROTATE("rotate", ADMIN, ADMIN_OR_BILLING),

  UNLINK_PERSONAL_SOURCE("unlink_personal_source", ADMIN, ADMIN),
  SWITCH_BILLING_ADMIN("switch_billing_admin", ADMIN, ADMIN),
  APPROVE("approve", ADMIN, ADMIN);

  private final String code;
  private final Need usually;
  private final Need whereBillingAdminIsRequired;

  Action(String code, Need usually, Need whereBillingAdminIsRequired) {
    this.code = code;
    this.usually = usually;
    this.whereBillingAdminIsRequired = whereBillingAdminIsRequired;
  }

  /** As stored with a request, and inside the keys of its sentences. */
  public String code() {
    return code;
  }

  Need need(boolean requiresBillingAdmin) {
    return requiresBillingAdmin ? whereBillingAdminIsRequired : usually;
  }
}
