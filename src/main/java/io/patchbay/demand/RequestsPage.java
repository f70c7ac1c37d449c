package io.patchbay.demand;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.time.Instant;
import java.util.List;

/**
 * What was asked for in one workspace.
 *
 * @param answers whether the reader is one who answers
 * @param waiting what waits for an answer, oldest first
 * @param approved what was approved and is still to be done
 * @param ended what was done or declined, newest first
 * @param wishes what can't be connected yet, most wished for first
 */
public record RequestsPage(
    Frame frame,
    boolean answers,
    List<Line> waiting,
    List<Line> approved,
    List<Line> ended,
    List<Wished> wishes,
    String directory) {

  public boolean nothing() {
    return waiting.isEmpty() && approved.isEmpty() && ended.isEmpty() && wishes.isEmpty();
  }

  /**
   * @param what "Mia asks you to reconnect Slack"
   * @param standing how it stands now, in words; empty where the heading says it
   * @param said what was said with a refusal; may be empty
   * @param address where answers are posted: followed by approved, declined or done
   * @param next the address of the one action that would do it; empty where there is none
   */
  public record Line(
      String logo,
      String what,
      Instant at,
      String time,
      Tone tone,
      String standing,
      String said,
      String name,
      String details,
      String address,
      String next,
      String nextText) {}

  /**
   * @param here "It is here now"; empty where it is not
   * @param reasons what people said, with their names
   * @param withdraw where the reader's own is taken back; empty where there is none
   */
  public record Wished(
      String logo,
      String name,
      String href,
      String people,
      String here,
      List<Said> reasons,
      String withdraw) {}

  public record Said(String by, String text) {}
}
