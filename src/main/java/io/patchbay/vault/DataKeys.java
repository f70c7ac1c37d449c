package io.patchbay.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.patchbay.ids.Owner;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** One key per owner, wrapped by the master key, made when it is first needed. */
final class DataKeys {
  private static final int MOST_IN_MEMORY = 10_000;

  private final JdbcClient sql;
  private final MasterKeys master;
  private final Map<Owner, Aead> unwrapped =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Owner, Aead> eldest) {
              return size() > MOST_IN_MEMORY;
            }
          });

  DataKeys(JdbcClient sql, MasterKeys master) {
    this.sql = sql;
    this.master = master;
  }

  Aead of(Owner owner) {
    var known = unwrapped.get(owner);
    if (known != null) {
      return known;
    }
    var key = unwrap(owner, wrapped(owner).orElseGet(() -> made(owner)));
    rememberOnceCommitted(owner, key);
    return key;
  }

  /** The key of a row that was read already, and so is committed. */
  Aead of(Owner owner, byte[] wrapped) {
    var known = unwrapped.get(owner);
    if (known != null) {
      return known;
    }
    var key = unwrap(owner, wrapped);
    unwrapped.put(owner, key);
    return key;
  }

  private byte[] made(Owner owner) {
    sql.sql(
            """
            insert into data_keys (owner_id, owner_kind, wrapped, master_key) values (?, ?, ?, ?)
            on conflict do nothing
            """)
        .param(owner.id())
        .param(owner.kind())
        .param(newlyWrapped(owner))
        .param(master.current().id())
        .update();
    return wrapped(owner)
        .orElseThrow(() ->
            new IllegalStateException(
                "The data key of another owner stands where that of "
                    + owner
                    + " should, or this is outside of the owner's scope"));
  }

  private Optional<byte[]> wrapped(Owner owner) {
    return sql.sql("select wrapped from data_keys where owner_id = ? and owner_kind = ?")
        .param(owner.id())
        .param(owner.kind())
        .query(byte[].class)
        .optional();
  }

  private byte[] newlyWrapped(Owner owner) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          Sealing.newKey(), master, BoundTo.dataKey(owner), Sealing.WAY);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No data key could be made for " + owner, e);
    }
  }

  /**
   * Wraps an owner's key by the newest master key.
   *
   * @return false where somebody did it meanwhile, or the owner is gone
   */
  boolean rewrap(Owner owner, long newest) {
    var found =
        sql.sql("select wrapped from data_keys where owner_id = ? and master_key <> ? for update")
            .param(owner.id())
            .param(newest)
            .query(byte[].class)
            .optional();
    if (found.isEmpty()) {
      return false;
    }
    try {
      var key =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              found.get(), master, BoundTo.dataKey(owner), Sealing.WAY);
      var wrapped =
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              key, master, BoundTo.dataKey(owner), Sealing.WAY);
      return sql.sql("update data_keys set wrapped = ?, master_key = ? where owner_id = ?")
              .param(wrapped)
              .param(newest)
              .param(owner.id())
              .update()
          == 1;
    } catch (GeneralSecurityException e) {
      throw new Vault.Unreadable("The data key of " + owner + " does not open");
    }
  }

  private Aead unwrap(Owner owner, byte[] wrapped) {
    try {
      return Sealing.with(
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped, master, BoundTo.dataKey(owner), Sealing.WAY));
    } catch (GeneralSecurityException e) {
      throw new Vault.Unreadable("The data key of " + owner + " does not open");
    }
  }

  /** A key that is rolled back with its row must not be found in memory by the next who seals. */
  private void rememberOnceCommitted(Owner owner, Aead key) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              unwrapped.put(owner, key);
            }
          });
    }
  }
}
