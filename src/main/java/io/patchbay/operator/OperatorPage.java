package io.patchbay.operator;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;

/**
 * What runs here: each entry with what its provider's app needs, and every mistake that a catalog
 * folder has.
 *
 * @param mistakes as the catalog's check prints them
 */
public record OperatorPage(Frame frame, List<Line> entries, List<String> mistakes) {

  /**
   * @param callback the exact redirect URI to register; empty where none is needed
   * @param webhook the address to register for webhooks signed with the app's secret; empty where
   *     none is needed
   * @param verified how the entry was last proven, as its author says
   */
  public record Line(
      String name,
      String logo,
      Tone tone,
      String app,
      String callback,
      String webhook,
      String verified) {}
}
