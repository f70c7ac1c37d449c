package io.patchbay.members;

/** What the policy says to one member about one action. */
public sealed interface Decision {
  record Allowed() implements Decision {}

  /**
   * @param key of the one sentence that says whom it needs: "Only admins can disconnect"
   */
  record Refused(Action action, String key) implements Decision {}

  default boolean allowed() {
    return switch (this) {
      case Allowed() -> true;
      case Refused _ -> false;
    };
  }
}
