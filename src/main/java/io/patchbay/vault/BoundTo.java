package io.patchbay.vault;

import io.patchbay.ids.Owner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Associated data: what a sealed value is bound to. Each part stands behind its length, so that no
 * two places share the same bytes; the first part says what kind of place it is.
 */
final class BoundTo {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private BoundTo(String kind) {
    with(kind);
  }

  static byte[] place(Vault.Place place) {
    return new BoundTo("patchbay/secret/1")
        .with(place.owner().kind())
        .with(place.owner().id().toString())
        .with(place.connection().toString())
        .with(place.field())
        .with(Long.toString(place.generation()))
        .toBytes();
  }

  static byte[] dataKey(Owner owner) {
    return new BoundTo("patchbay/data-key/1")
        .with(owner.kind())
        .with(owner.id().toString())
        .toBytes();
  }

  static byte[] purpose(String purpose) {
    return new BoundTo("patchbay/purpose/1").with(purpose).toBytes();
  }

  static byte[] keyCheck(String id) {
    return new BoundTo("patchbay/key-check/1").with(id).toBytes();
  }

  private BoundTo with(String part) {
    var text = part.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
    bytes.writeBytes(text);
    return this;
  }

  private byte[] toBytes() {
    return bytes.toByteArray();
  }
}
