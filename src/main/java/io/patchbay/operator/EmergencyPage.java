package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.time.Instant;
import java.util.List;

/** Where all access to a provider, or of a workspace, is ended. */
public record EmergencyPage(
    Frame frame, List<OperatorTab> tabs, List<Choice> providers, List<Line> orders) {
  /**
   * @param name as the catalog names it
   * @param count how many credentials there are
   */
  public record Choice(String id, String name, String count) {}

  public record Line(String what, String by, Instant at, String when, String ended, String state) {}

  /**
   * Names the thing, and wants it typed.
   *
   * @param wrong what is wrong with what was typed; empty at first
   */
  public record Confirm(
      Frame frame,
      String title,
      List<String> sentences,
      String kind,
      String target,
      String label,
      String wrong,
      String button) {}
}
