package io.patchbay.vault;

import com.google.crypto.tink.Aead;
import io.patchbay.ids.Owner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
@EnableConfigurationProperties(VaultSettings.class)
class SealedVault implements Vault {
  private final MasterKeys master;
  private final ServiceKey service;
  private final DataKeys dataKeys;

  @Autowired
  SealedVault(VaultSettings settings, JdbcClient sql) {
    this(MasterKey.at(settings), sql);
  }

  SealedVault(MasterKey master, JdbcClient sql) {
    new KeyCheck(sql).hold(master);
    this.master = new MasterKeys(master);
    this.service = new ServiceKey(sql, this.master);
    this.dataKeys = new DataKeys(sql, this.master);
  }

  /** Reads the key file again if it changed: what is sealed from now on is under its newest key. */
  void reread() {
    master.reread();
  }

  /**
   * Reads the key file again if it changed, and seals what belongs to no owner under its newest
   * key.
   *
   * @return the id of the newest key
   */
  long useNewestKey() {
    master.reread();
    service.rewrap();
    return master.current().id();
  }

  /** Call it inside the owner's rows. */
  boolean rewrap(Owner owner, long newest) {
    return dataKeys.rewrap(owner, newest);
  }

  @Override
  public byte[] seal(Place place, Secret secret) {
    return sealed(dataKeys.of(place.owner()), secret, BoundTo.place(place));
  }

  @Override
  public Secret open(Place place, byte[] sealed) {
    return opened(
        dataKeys.of(place.owner()),
        sealed,
        BoundTo.place(place),
        "The secret '" + place.field() + "' of connection " + place.connection());
  }

  @Override
  public Secret open(Place place, byte[] sealed, byte[] wrappedKey) {
    return opened(
        dataKeys.of(place.owner(), wrappedKey),
        sealed,
        BoundTo.place(place),
        "The secret '" + place.field() + "' of connection " + place.connection());
  }

  @Override
  public byte[] sealFor(String purpose, Secret secret) {
    return sealed(service.key(), secret, BoundTo.purpose(purpose));
  }

  @Override
  public Secret openFor(String purpose, byte[] sealed) {
    return opened(
        service.key(), sealed, BoundTo.purpose(purpose), "A value sealed for '" + purpose + "'");
  }

  private static byte[] sealed(Aead key, Secret secret, byte[] boundTo) {
    try {
      return key.encrypt(secret.bytes(), boundTo);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A secret could not be sealed", e);
    }
  }

  private static Secret opened(Aead key, byte[] sealed, byte[] boundTo, String what) {
    try {
      return Secret.of(new String(key.decrypt(sealed, boundTo), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new Unreadable(what + " does not open");
    }
  }
}
