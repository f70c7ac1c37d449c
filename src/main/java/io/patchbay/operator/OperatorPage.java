package io.patchbay.operator;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;

/** What each entry needs of its provider's app, and whether it works. */
public record OperatorPage(Frame frame, List<OperatorTab> tabs, int mistakes, List<Line> entries) {

  /**
   * @param where its credentials are set, in words; may be empty
   * @param callback the exact redirect URI to register; empty where none is needed
   * @param webhook the address to register for webhooks signed with the app's secret; empty where
   *     none is needed
   * @param worked when any connection was last checked well, in words
   * @param test where a self-test is posted; empty where there is nothing to test
   * @param verified how the entry was last proven, as its author says
   */
  public record Line(
      String slug,
      String name,
      String logo,
      Tone tone,
      String app,
      String where,
      String callback,
      String webhook,
      String worked,
      String test,
      String verified) {}
}
