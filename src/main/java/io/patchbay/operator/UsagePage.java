package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.util.List;

/**
 * How much the product is used, over some days.
 *
 * @param steps how many did each step, of those that connected
 * @param csv the same counts as a table for other programs
 */
public record UsagePage(
    Frame frame,
    List<OperatorTab> tabs,
    List<OperatorTab> spans,
    String csv,
    String median,
    List<Chart> charts,
    List<Line> lines,
    List<Reason> steps,
    List<Reason> failed,
    List<Reason> broke,
    List<Reason> demand) {
  /**
   * One small chart, a bar for each day.
   *
   * @param described the same in a sentence
   */
  public record Chart(String title, String total, String described, List<Bar> bars) {}

  public record Bar(int x, int y, int width, int height, String said) {}

  public record Line(
      String name,
      String active,
      String viewed,
      String started,
      String finished,
      String atConsent,
      String atPicking,
      String median) {}

  /**
   * @param said what people wrote about it; may be empty
   */
  public record Reason(String text, String count, List<String> said) {}
}
