package io.patchbay.outbox;

import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * The bodies of webhooks while they wait: sealed, and bound to the key of their arrival, so that a
 * body that was moved to another row does not open.
 */
@Component
public class Payloads {
  private final Vault vault;

  Payloads(Vault vault) {
    this.vault = vault;
  }

  public byte[] seal(byte[] key, byte[] body) {
    return vault.sealFor(purpose(key), Secret.of(new String(body, StandardCharsets.ISO_8859_1)));
  }

  /**
   * @throws Vault.Unreadable if it was sealed for another arrival
   */
  byte[] open(byte[] key, byte[] sealed) {
    return vault
        .openFor(purpose(key), sealed)
        .reveal(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String purpose(byte[] key) {
    return "arrival/" + HexFormat.of().formatHex(key);
  }
}
