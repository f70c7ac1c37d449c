package io.patchbay.activity;

import static io.patchbay.database.Columns.requiredInstant;

import io.patchbay.ids.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads a workspace's chain from its beginning and works every hash out again: {@code hash(n) =
 * SHA-256(hash(n-1) || text(n))}. The text of an entry is each field behind its length in bytes, a
 * missing one as a dash, see {@code activity_text} in the migrations. Call it inside the
 * workspace's rows.
 */
final class AuditChain {
  private static final int MOST_FINDINGS = 20;
  private static final String ENTRIES =
      """
      select c.seq, c.hash, c.activity_id,
        a.id, a.workspace_id, a.at, a.integration, a.install_id, a.connection_id, a.what, a.by_person, a.by_name, a.account, a.code,
        a.detail::text as detail
      from activity_chain c left join activity a on a.workspace_id = c.workspace_id and a.id = c.activity_id
      where c.workspace_id = ? order by c.seq
      """;

  private final JdbcClient sql;
  private final WorkspaceId workspace;
  private final List<AuditHead> kept;
  private final List<String> findings = new ArrayList<>();
  private long count;
  private byte[] hash;

  private AuditChain(JdbcClient sql, WorkspaceId workspace, List<AuditHead> kept) {
    this.sql = sql;
    this.workspace = workspace;
    this.kept = kept;
    this.hash =
        digest().digest(("patchbay/activity/1:" + workspace).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param head as this chain ends
   * @param findings what is wrong with it; empty where nothing is
   */
  record Verified(AuditHead head, List<String> findings) {}

  /**
   * @param kept heads that were kept outside of the database; those of other workspaces are left
   *     alone
   */
  static Verified verify(JdbcClient sql, WorkspaceId workspace, List<AuditHead> kept) {
    return new AuditChain(
            sql, workspace, kept.stream().filter(it -> it.workspace().equals(workspace)).toList())
        .verify();
  }

  private Verified verify() {
    RowCallbackHandler each = this::follow;
    sql.sql(ENTRIES).param(workspace.value()).query(each);
    compareWithHead();
    lookForUnlinked();
    kept.stream()
        .filter(it -> it.count() > count)
        .forEach(it ->
            find(
                "the chain ends at %d, and the head that was kept says %d: its tail was cut off"
                    .formatted(count, it.count())));
    return new Verified(AuditHead.of(workspace, count, hash), findings);
  }

  private void follow(ResultSet row) throws SQLException {
    long seq = row.getLong("seq");
    if (seq != count + 1) {
      find("entries %d to %d are missing".formatted(count + 1, seq - 1));
    }
    count = seq;
    byte[] written = row.getBytes("hash");
    if (row.getObject("id") == null) {
      find("entry %d (%s) was taken out".formatted(seq, row.getString("activity_id")));
    } else if (!MessageDigest.isEqual(written, linked(row, seq))) {
      find("entry %d (%s) was changed".formatted(seq, row.getString("activity_id")));
    }
    hash = written;
    for (var head : kept) {
      if (head.count() == seq && !head.hash().equals(HexFormat.of().formatHex(hash))) {
        find("entry %d is not the one that the kept head names".formatted(seq));
      }
    }
  }

  private byte[] linked(ResultSet row, long seq) throws SQLException {
    var digest = digest();
    digest.update(hash);
    return digest.digest(text(row, seq).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ResultSet row, long seq) throws SQLException {
    Instant at = requiredInstant(row, row.findColumn("at"));
    long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    var fields = new ArrayList<@Nullable String>();
    fields.add(row.getString("workspace_id"));
    fields.add(Long.toString(seq));
    fields.add(row.getString("id"));
    fields.add(Long.toString(micros));
    for (String column :
        List.of(
            "integration",
            "install_id",
            "connection_id",
            "what",
            "by_person",
            "by_name",
            "account",
            "code",
            "detail")) {
      fields.add(row.getString(column));
    }
    var text = new StringBuilder();
    for (String field : fields) {
      if (!text.isEmpty()) {
        text.append(',');
      }
      text.append(
          field == null ? "-" : field.getBytes(StandardCharsets.UTF_8).length + ":" + field);
    }
    return text.toString();
  }

  private void compareWithHead() {
    var head =
        sql.sql("select seq, hash from activity_heads where workspace_id = ?")
            .param(workspace.value())
            .query((row, n) -> AuditHead.of(workspace, row.getLong(1), row.getBytes(2)))
            .optional();
    if (head.isEmpty() ? count > 0 : !head.get().equals(AuditHead.of(workspace, count, hash))) {
      find(
          "the chain ends at %d, and the head in the database says %s"
              .formatted(count, head.map(it -> Long.toString(it.count())).orElse("nothing")));
    }
  }

  private void lookForUnlinked() {
    sql.sql(
            """
            select a.id from activity a
            left join activity_chain c on c.workspace_id = a.workspace_id and c.activity_id = a.id
            where a.workspace_id = ? and c.seq is null limit 20
            """)
        .param(workspace.value())
        .query(UUID.class)
        .list()
        .forEach(it -> find("the entry %s was put in beside the chain".formatted(it)));
  }

  private void find(String finding) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
