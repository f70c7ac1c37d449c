package io.patchbay.activity;

import io.patchbay.ids.WorkspaceId;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How far a workspace's chain goes: kept outside of the database, it shows a tail that was cut.
 *
 * @param count of entries
 * @param hash of the newest, in hexadecimal digits
 */
record AuditHead(WorkspaceId workspace, long count, String hash) {
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,18})\\.([0-9a-f]{64})");

  static AuditHead of(WorkspaceId workspace, long count, byte[] hash) {
    return new AuditHead(workspace, count, HexFormat.of().formatHex(hash));
  }

  /**
   * @throws IllegalArgumentException where the text is no head
   */
  static AuditHead parse(String text) {
    var written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no head: it looks like <workspace id>.<count>.<64 hexadecimal digits>, as the log and the event audit.head say it"
              .formatted(text));
    }
    return new AuditHead(
        new WorkspaceId(UUID.fromString(written.group(1))),
        Long.parseLong(written.group(2)),
        written.group(3));
  }

  @Override
  public String toString() {
    return workspace + "." + count + "." + hash;
  }
}
