package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.time.Instant;
import java.util.List;

/**
 * Connections in trouble across all workspaces: ids, codes and times.
 *
 * @param more whether there are more than are shown
 * @param setAside how many checks went wrong in the program itself and are not tried again
 */
public record FailingPage(
    Frame frame,
    List<OperatorTab> tabs,
    List<IncidentLine> incidents,
    List<Group> groups,
    List<Line> lines,
    String filtered,
    boolean more,
    int setAside) {
  /**
   * @param ended in words; empty while it goes on
   */
  public record IncidentLine(
      String name,
      String bucket,
      String code,
      int affected,
      Instant at,
      String began,
      String ended) {}

  public record Group(
      String name, String bucket, int connections, Instant at, String since, String href) {}

  /**
   * @param support the address of the workspace's support page; empty for a person's own source
   */
  public record Line(
      String id,
      String workspace,
      String support,
      String name,
      String bucket,
      String code,
      Instant at,
      String since) {}
}
