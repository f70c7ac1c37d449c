package io.patchbay.operator;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;

/** What each entry needs of its provider's app, and whether it works. */
public record OperatorPage(Frame frame, List<OperatorTab> tabs, int mistakes, List<Line> entries) {

  /**
   * @param where its credentials are set, in words; may be empty
   * @param addresses what to register at the provider
   * @param worked when any connection was last checked well, in words
   * @param test where a self-test is posted; empty where there is nothing to test
   * @param credentials the page on which they are set; empty where none are needed
   * @param verified how the entry was last proven, as its author says
   */
  public record Line(
      String slug,
      String name,
      String logo,
      Tone tone,
      String app,
      String where,
      List<AppPage.Address> addresses,
      String worked,
      String test,
      String credentials,
      String verified) {}
}
