package io.patchbay.activity;

import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.Scope;
import io.patchbay.ids.WorkspaceId;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code bin/patchbay audit verify}: every workspace's chain, worked out again. */
public final class AuditCommand {
  private AuditCommand() {}

  /**
   * Prints a line for each workspace, and one for each thing that is wrong.
   *
   * @param heads as the log or the host app kept them
   * @return the exit code: 0 where nothing is wrong, 1 where something is, 2 for an unreadable head
   */
  public static int verify(DatabaseVisit database, List<String> heads, PrintStream out) {
    List<AuditHead> kept;
    try {
      kept = heads.stream().map(AuditHead::parse).toList();
    } catch (IllegalArgumentException unreadable) {
      out.println(unreadable.getMessage());
      return 2;
    }
    var workspaces = workspaces(database, kept);
    long wrong = workspaces.stream().filter(it -> !verify(database, it, kept, out)).count();
    out.println(
        wrong == 0
            ? "%d chains verified: nothing was changed, moved, taken out or put in."
                .formatted(workspaces.size())
            : "%d of %d chains are not as they were written.".formatted(wrong, workspaces.size()));
    return wrong == 0 ? 0 : 1;
  }

  /** Those with a chain, and those of which somebody kept a head. */
  private static List<WorkspaceId> workspaces(DatabaseVisit database, List<AuditHead> kept) {
    var all =
        new ArrayList<>(
            JdbcClient.create(database.engine())
                .sql("select workspace_id from activity_heads order by workspace_id")
                .query((row, n) -> new WorkspaceId(uuid(row, 1)))
                .list());
    kept.stream().map(AuditHead::workspace).filter(it -> !all.contains(it)).forEach(all::add);
    return all;
  }

  private static boolean verify(
      DatabaseVisit database, WorkspaceId workspace, List<AuditHead> kept, PrintStream out) {
    var sql = JdbcClient.create(database.app());
    var verified =
        database.within(Scope.of(workspace), () -> AuditChain.verify(sql, workspace, kept));
    if (verified.findings().isEmpty()) {
      out.printf("ok    %s%n", verified.head());
      return true;
    }
    verified.findings().forEach(it -> out.printf("wrong %s: %s%n", workspace, it));
    return false;
  }
}
