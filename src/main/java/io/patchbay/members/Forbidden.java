package io.patchbay.members;

/** The policy said no to something the person may see. */
public final class Forbidden extends RuntimeException {
  private final Decision.Refused refusal;

  public Forbidden(Decision.Refused refusal) {
    super(refusal.key(), null, false, false);
    this.refusal = refusal;
  }

  public Decision.Refused refusal() {
    return refusal;
  }
}
