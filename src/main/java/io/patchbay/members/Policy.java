package io.patchbay.members;

/** Who may do what: asked on every route, and shown as one sentence where the answer is no. */
public final class Policy {
  private static final Decision ALLOWED = new Decision.Allowed();

  private Policy() {}

  /**
   * @param requiresBillingAdmin of the install; before there is one, whether the integration is
   *     sensitive
   */
  public static Decision decide(Action action, Member member, boolean requiresBillingAdmin) {
    Need need = action.need(requiresBillingAdmin);
    return need.isMetBy(member)
        ? ALLOWED
        : new Decision.Refused(action, "policy." + action.code() + "." + need.code());
  }

  /**
   * @throws Forbidden if the policy says no
   */
  public static void demand(Action action, Member member, boolean requiresBillingAdmin) {
    if (decide(action, member, requiresBillingAdmin) instanceof Decision.Refused refusal) {
      throw new Forbidden(refusal);
    }
  }
}
