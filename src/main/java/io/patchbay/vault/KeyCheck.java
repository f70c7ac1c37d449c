package io.patchbay.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses a master key that is not the one this database's secrets are sealed under. */
final class KeyCheck {
  private static final String ID = "master";
  private static final byte[] KNOWN = "patchbay".getBytes(StandardCharsets.US_ASCII);

  private final JdbcClient sql;

  KeyCheck(JdbcClient sql) {
    this.sql = sql;
  }

  /** Compares, and writes the check of a database that has none yet. */
  void hold(MasterKey master) {
    if (stored().isEmpty()) {
      add(master);
    }
    compare(master);
  }

  /** After a change of the master key: from now on the newest must be there. */
  void replace(MasterKey master) {
    sql.sql("update vault_keys set check_value = ?, made_at = now() where id = ?")
        .param(sealed(master))
        .param(ID)
        .update();
  }

  boolean isHeld() {
    return stored().isPresent();
  }

  /**
   * @throws MasterKey.NotStarted if the database's secrets are sealed under another key
   */
  void compare(MasterKey master) {
    if (!stored().map(value -> opens(master, value)).orElse(true)) {
      throw new MasterKey.NotStarted(
          "The master key in "
              + master.file().toAbsolutePath()
              + " is not the one that this database's secrets are sealed under: put the right key"
              + " back, or start with the database that belongs to this key.");
    }
  }

  private Optional<byte[]> stored() {
    return sql.sql("select check_value from vault_keys where id = ?")
        .param(ID)
        .query(byte[].class)
        .optional();
  }

  private void add(MasterKey master) {
    sql.sql("insert into vault_keys (id, check_value) values (?, ?) on conflict do nothing")
        .param(ID)
        .param(sealed(master))
        .update();
  }

  private static byte[] sealed(MasterKey master) {
    try {
      return master.aead().encrypt(KNOWN, BoundTo.keyCheck(ID));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key check could not be sealed", e);
    }
  }

  private static boolean opens(MasterKey master, byte[] value) {
    try {
      return java.security.MessageDigest.isEqual(
          KNOWN, master.aead().decrypt(value, BoundTo.keyCheck(ID)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
