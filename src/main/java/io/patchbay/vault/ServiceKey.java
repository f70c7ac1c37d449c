package io.patchbay.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key of what belongs to no owner, wrapped by the master key. It stays the same while the
 * master key changes: sessions, flows and addresses go on.
 */
final class ServiceKey {
  private static final String PREFIX = "service-";
  private static final byte[] BOUND_TO =
      "patchbay/service-key/1".getBytes(StandardCharsets.US_ASCII);

  private final JdbcClient sql;
  private final MasterKeys master;
  private final KeysetHandle handle;
  private final Aead key;

  ServiceKey(JdbcClient sql, MasterKeys master) {
    this.sql = sql;
    this.master = master;
    try {
      this.handle = find();
      this.key = Sealing.with(handle);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The service key could not be made", e);
    }
  }

  Aead key() {
    return key;
  }

  /** Stands in the database under the newest master key, and under no other. */
  void rewrap() {
    if (rows().stream().anyMatch(it -> !it.id().equals(id()))) {
      add(handle);
      new KeyCheck(sql).replace(master.current());
      sql.sql("delete from vault_keys where id like 'service-%' and id <> ?").param(id()).update();
    }
  }

  private record Row(String id, byte[] wrapped) {}

  private KeysetHandle find() throws GeneralSecurityException {
    var found = rows();
    if (found.isEmpty()) {
      add(Sealing.newKey());
      found = rows();
    }
    for (Row row : found) {
      try {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(
            row.wrapped(), master, BOUND_TO, Sealing.WAY);
      } catch (GeneralSecurityException underAnotherMasterKey) {
        // the next row may be under this one
      }
    }
    throw new MasterKey.NotStarted(
        "The master key in "
            + master.current().file().toAbsolutePath()
            + " is not the one that this database's secrets are sealed under: put the right key"
            + " back, or start with the database that belongs to this key.");
  }

  private List<Row> rows() {
    return sql.sql(
            "select id, check_value from vault_keys where id like 'service-%' order by made_at desc")
        .query((row, n) -> new Row(row.getString(1), row.getBytes(2)))
        .list();
  }

  private void add(KeysetHandle made) {
    try {
      sql.sql(
              """
              insert into vault_keys (id, check_value)
              select ?, ? where ? or not exists (select from vault_keys where id like 'service-%')
              on conflict do nothing
              """)
          .param(id())
          .param(
              TinkProtoKeysetFormat.serializeEncryptedKeyset(made, master, BOUND_TO, Sealing.WAY))
          .param(!rows().isEmpty())
          .update();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The service key could not be sealed", e);
    }
  }

  private String id() {
    return PREFIX + master.current().id();
  }
}
