package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.util.List;

/**
 * How much the product is used, over some days.
 *
 * @param left where on the connect page people stopped, by its sections
 * @param steps how many did each step, of those that connected
 * @param csv the same counts as a table for other programs
 */
public record UsagePage(
    Frame frame,
    List<OperatorTab> tabs,
    List<OperatorTab> spans,
    String csv,
    List<Chart> charts,
    List<Line> lines,
    List<LeftLine> left,
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

  public record LeftLine(
      String name, String provider, String account, String resources, String configure) {}

  /**
   * @param said what people wrote about it; may be empty
   * @param described its chart in a sentence; empty without one
   */
  public record Reason(
      String text, String count, List<String> said, String described, List<Bar> bars) {}
}
