package io.patchbay.sources;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is linked in a workspace.
 *
 * @param counted "2 of 219 sources", in words
 * @param connect where more is connected; empty where this member may not
 * @param previous an address; empty on the first page
 * @param next an address; empty on the last page
 * @param nothing whether nothing is linked at all
 */
public record SourcesPage(
    Frame frame,
    String address,
    String query,
    String provider,
    List<Filter> filters,
    List<Line> lines,
    String counted,
    String connect,
    String previous,
    String next,
    boolean nothing) {

  public record Filter(String text, int count, String href, boolean current) {}

  /**
   * @param trouble "Gone since yesterday" or "Was called a/b"; may be empty
   * @param configure an address; empty where nothing can be configured
   * @param unlink an address; empty where this member may not
   */
  public record Line(
      String id,
      String logo,
      String integration,
      String details,
      String name,
      String kind,
      String detail,
      boolean hidden,
      boolean archived,
      boolean gone,
      String trouble,
      String account,
      String owner,
      Tone tone,
      String state,
      @Nullable Instant syncedAt,
      String synced,
      String by,
      Instant linkedAt,
      String linked,
      String choices,
      String configure,
      String unlink) {}
}
