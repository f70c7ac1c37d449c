package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.util.List;

/**
 * What the catalog has, what is wrong with it, and what a reload would change.
 *
 * @param mistakes as the catalog's check prints them
 */
public record CatalogPage(
    Frame frame,
    List<OperatorTab> tabs,
    List<String> mistakes,
    List<String> changes,
    List<Line> entries) {

  /**
   * @param from "Built in", or the file of the operator's folder
   */
  public record Line(
      String slug,
      String name,
      String availability,
      String version,
      String from,
      String verified) {}
}
