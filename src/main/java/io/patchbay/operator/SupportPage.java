package io.patchbay.operator;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.time.Instant;
import java.util.List;

/**
 * One workspace, as support sees it.
 *
 * @param asked the slug that was typed; may be empty
 * @param name of the workspace; empty where there is none by that slug
 */
public record SupportPage(
    Frame frame, List<OperatorTab> tabs, String asked, String name, List<Line> installs) {
  /**
   * @param bundle what can be pasted anywhere: ids, codes and times
   */
  public record Line(
      String id,
      String name,
      Tone tone,
      String label,
      String happened,
      String bundle,
      List<Note> notes) {}

  public record Note(String text, String by, Instant at, String when) {}
}
