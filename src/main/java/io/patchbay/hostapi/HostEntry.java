package io.patchbay.hostapi;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.members.Member;
import io.patchbay.members.NotFound;
import io.patchbay.members.Role;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The host app enters a workspace: the first statement of a trip. Ask what came of it once the trip
 * has run.
 */
final class HostEntry {
  private final String slug;
  private boolean keyLives;
  private @Nullable WorkspaceId workspace;
  private String name = "";
  private String plan = "";
  private @Nullable Member member;

  private HostEntry(String slug) {
    this.slug = slug;
  }

  /**
   * @param member for whom the host asks, or null
   */
  static HostEntry enter(OneTrip trip, String slug, HostKey key, @Nullable PersonId member) {
    var entry = new HostEntry(slug);
    trip.ask(
        "select * from enter_workspace_as_host(?, ?)",
        List.of(slug, key.hash()),
        rows -> {
          if (rows.next()) {
            entry.keyLives = true;
            var workspace = rows.getObject("workspace_id", UUID.class);
            if (workspace != null) {
              entry.workspace = new WorkspaceId(workspace);
              entry.name = rows.getString("workspace_name");
              entry.plan = rows.getString("plan");
            }
          }
        });
    if (member != null) {
      entry.ask(trip, member);
    }
    return entry;
  }

  private void ask(OneTrip trip, PersonId asked) {
    trip.ask(
        """
        select name, role, billing from members
        where workspace_id = current_workspace() and person_id = ? and left_at is null\
        """,
        List.of(asked.value()),
        rows -> {
          if (rows.next() && workspace != null) {
            member =
                new Member(
                    asked,
                    workspace,
                    slug,
                    name,
                    plan,
                    rows.getString("name"),
                    Role.valueOf(rows.getString("role").toUpperCase(Locale.ROOT)),
                    rows.getBoolean("billing"),
                    0,
                    0);
          }
        });
  }

  boolean keyLives() {
    return keyLives;
  }

  /**
   * @throws NotFound if there is no such workspace
   */
  void requireWorkspace() {
    if (workspace == null) {
      throw new NotFound();
    }
  }

  /**
   * @throws NotFound if the person named is no member of the workspace
   */
  Member requireMember() {
    if (member == null) {
      throw new NotFound();
    }
    return member;
  }
}
