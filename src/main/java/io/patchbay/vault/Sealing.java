package io.patchbay.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import java.security.GeneralSecurityException;

/** AES-256-GCM with a random 96-bit nonce and a 128-bit tag, the way Tink does it. */
final class Sealing {
  static final Configuration WAY = AeadConfig2026.get();

  private Sealing() {}

  static KeysetHandle newKey() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .setConfiguration(WAY)
        .addEntry(
            KeysetHandle.generateEntryFromParameters(parameters()).withRandomId().makePrimary())
        .build();
  }

  static Aead with(KeysetHandle key) throws GeneralSecurityException {
    return key.getPrimitive(WAY, Aead.class);
  }

  static AesGcmParameters parameters() throws GeneralSecurityException {
    return AesGcmParameters.builder()
        .setKeySizeBytes(32)
        .setIvSizeBytes(12)
        .setTagSizeBytes(16)
        .setVariant(AesGcmParameters.Variant.TINK)
        .build();
  }
}
