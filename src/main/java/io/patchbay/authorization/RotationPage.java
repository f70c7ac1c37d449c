package io.patchbay.authorization;

import io.patchbay.shell.Frame;
import java.util.List;

/**
 * Another key for a connection that works.
 *
 * @param stops what the change means, for whom
 * @param manage the provider's page of keys, or empty
 * @param action where the form is posted
 */
public record RotationPage(
    Frame frame,
    String title,
    List<String> stops,
    List<Field> fields,
    String manage,
    String action,
    String back) {
  /**
   * @param wrong what is wrong with what was pasted, or empty
   */
  public record Field(
      String id, String label, String help, boolean secret, boolean required, String wrong) {}
}
