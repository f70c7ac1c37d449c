package io.patchbay.catalog;

import java.util.List;

/** One line of an integration's setup checklist. */
public sealed interface Step {
  String id();

  Text title();

  /** One sentence on the step's own screen; may be empty. */
  Text help();

  boolean optional();

  /** Done when a connection has ever been checked successfully. */
  record Connect(String id, Text title, Text help, boolean optional) implements Step {}

  /**
   * Done when at least {@code min} resources are linked.
   *
   * @param of the {@link ResourceKind}'s id
   * @param max how many may be linked at most, over all accounts
   */
  record Pick(String id, Text title, Text help, boolean optional, String of, int min, int max)
      implements Step {
    /** Where an entry sets no limit. */
    public static final int MOST = 1_000;
  }

  /** Done when its required choices are saved. */
  record Form(String id, Text title, Text help, boolean optional, On on, List<Field> fields)
      implements Step {}

  /** Done when the first correctly signed event arrived. */
  record Webhook(String id, Text title, Text help, boolean optional) implements Step {}

  /** Where a form's values live. */
  enum On {
    INSTALL,
    CONNECTION,
    RESOURCE
  }
}
