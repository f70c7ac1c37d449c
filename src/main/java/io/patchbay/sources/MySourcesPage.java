package io.patchbay.sources;

import io.patchbay.directory.DetailsPage;
import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;

/** A person's own sources, where each is used, and what more could be added. */
public record MySourcesPage(
    Frame frame, List<Line> lines, List<ConnectPage.Choice> more, List<Place> workspaces) {

  /**
   * @param uses where it is used; empty where it is used nowhere
   * @param reconnect empty where it works
   */
  public record Line(
      String id,
      String logo,
      String integration,
      String account,
      Tone tone,
      String state,
      List<Use> uses,
      String reconnect,
      String end) {}

  public record Use(String text, String href) {}

  public record Place(String name, String leave) {}

  /** What the provider will ask, before going there. */
  public record Adding(
      Frame frame,
      String name,
      String logo,
      boolean sandbox,
      String missing,
      List<DetailsPage.Permission> permissions,
      String action,
      String connection,
      String workspace,
      String back) {}
}
