package io.patchbay.installs;

/** Whether a workspace may begin with an entry of the catalog. */
public enum Access {
  OPEN,
  /** It is shown with the reason, and nothing can be begun. */
  UNAVAILABLE,
  /** It is as if the catalog did not have it. */
  HIDDEN;

  public boolean open() {
    return this == OPEN;
  }
}
