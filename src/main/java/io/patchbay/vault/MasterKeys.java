package io.patchbay.vault;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master key as this node has it. The file is read again when it changed, and before a value is
 * called unreadable: a key that was added to it elsewhere is found without a restart.
 */
final class MasterKeys implements Aead {
  private static final Logger log = LoggerFactory.getLogger(MasterKeys.class);

  private volatile MasterKey current;
  private volatile FileTime readAt;

  MasterKeys(MasterKey first) {
    this.current = first;
    this.readAt = changedAt(first);
  }

  MasterKey current() {
    return current;
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] boundTo) throws GeneralSecurityException {
    return current.aead().encrypt(plaintext, boundTo);
  }

  @Override
  public byte[] decrypt(byte[] sealed, byte[] boundTo) throws GeneralSecurityException {
    var tried = current;
    try {
      return tried.aead().decrypt(sealed, boundTo);
    } catch (GeneralSecurityException perhapsAnotherKey) {
      reread(); // or another thread did while this one tried
      var now = current;
      if (now == tried) {
        throw perhapsAnotherKey;
      }
      return now.aead().decrypt(sealed, boundTo);
    }
  }

  /** Whether the file changed and could be read; a broken one leaves the key as it is. */
  synchronized boolean reread() {
    var changed = changedAt(current);
    if (changed.equals(readAt)) {
      return false;
    }
    readAt = changed;
    try {
      current = MasterKey.read(current.file());
      log.info("The master key file was read again; key {} seals from now on", current.id());
      return true;
    } catch (MasterKey.NotStarted unreadable) {
      log.error("The master key file changed and can't be read: {}", unreadable.getMessage());
      return false;
    }
  }

  private static FileTime changedAt(MasterKey key) {
    try {
      return Files.getLastModifiedTime(key.file());
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
