package io.patchbay.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.UUID;

/**
 * The key that wraps every owner's data key, read from a file outside the database: a Tink JSON
 * keyset, or 32 random bytes in base64.
 */
final class MasterKey {
  private static final int RAW_KEY_ID = 1;

  private final Path file;
  private final KeysetHandle key;
  private final Aead aead;

  private MasterKey(Path file, KeysetHandle key) throws GeneralSecurityException {
    this.file = file;
    this.key = key;
    this.aead = Sealing.with(key);
  }

  /** The file a start reads; only demo mode makes one that is not there. */
  static MasterKey at(VaultSettings settings) {
    var set = settings.masterKey().file();
    if (!set.isBlank()) {
      return read(Path.of(set));
    }
    if (!settings.demo()) {
      throw new NotStarted(
          "patchbay.master-key.file is not set: make a key with 'openssl rand -base64 32', keep it"
              + " in a file that only Patchbay can read, keep a copy apart from the database's"
              + " backups, and name the file there.");
    }
    var made = settings.data().resolve("master-key.json");
    if (!Files.exists(made)) {
      make(made);
    }
    return read(made);
  }

  Aead aead() {
    return aead;
  }

  Path file() {
    return file;
  }

  /** Of the key that seals; 1 for one that was given as plain bytes. */
  long id() {
    return Integer.toUnsignedLong(key.getPrimary().getId());
  }

  /** How many keys open; the others are former ones. */
  int size() {
    return key.size();
  }

  /** Adds a key that seals from now on; what the former ones sealed still opens. */
  static MasterKey addTo(Path file) {
    return rewritten(file, KeysetHandle.newBuilder(read(file).key), true);
  }

  /** Takes the former keys away: what they sealed does not open any more. */
  static MasterKey retireFormer(Path file) {
    var builder = KeysetHandle.newBuilder(read(file).key);
    for (int i = builder.size() - 1; i >= 0; i--) {
      if (!builder.getAt(i).isPrimary()) {
        builder.deleteAt(i);
      }
    }
    return rewritten(file, builder, false);
  }

  private static MasterKey rewritten(Path file, KeysetHandle.Builder builder, boolean add) {
    try {
      if (add) {
        builder.addEntry(
            KeysetHandle.generateEntryFromParameters(Sealing.parameters())
                .withRandomId()
                .makePrimary());
      }
      var text =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              builder.setConfiguration(Sealing.WAY).build(),
              Sealing.WAY,
              InsecureSecretKeyAccess.get());
      var draft = file.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".tmp");
      try {
        write(draft, text);
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      return read(file);
    } catch (IOException | GeneralSecurityException e) {
      throw new NotStarted(
          "The master key file " + file.toAbsolutePath() + " cannot be written: " + e.getMessage());
    }
  }

  static MasterKey read(Path file) {
    try {
      return new MasterKey(file, parse(Files.readString(file, StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      throw new NotStarted(
          "The master key file "
              + file.toAbsolutePath()
              + " cannot be read: put the key back there, or name another file in"
              + " patchbay.master-key.file.");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // the cause may quote the file
      throw new NotStarted(
          "The master key file "
              + file.toAbsolutePath()
              + " holds neither a Tink JSON keyset nor 32 bytes in base64: restore it from its"
              + " copy.");
    }
  }

  private static KeysetHandle parse(String text) throws GeneralSecurityException {
    return text.startsWith("{")
        ? TinkJsonProtoKeysetFormat.parseKeyset(text, Sealing.WAY, InsecureSecretKeyAccess.get())
        : ofBytes(Base64.getDecoder().decode(text));
  }

  @AccessesPartialKey
  private static KeysetHandle ofBytes(byte[] key) throws GeneralSecurityException {
    var imported =
        AesGcmKey.builder()
            .setParameters(Sealing.parameters())
            .setIdRequirement(RAW_KEY_ID)
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .setConfiguration(Sealing.WAY)
        .addEntry(KeysetHandle.importKey(imported).makePrimary())
        .build();
  }

  /**
   * Whole and on disk before it has its name, and never over a key that another process made in the
   * same moment.
   */
  private static void make(Path file) {
    try {
      var folder = Files.createDirectories(file.toAbsolutePath().getParent());
      var draft = folder.resolve("." + UUID.randomUUID() + ".tmp");
      try {
        write(draft, keyset());
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException somebodyWasFaster) {
        return;
      } finally {
        Files.deleteIfExists(draft);
      }
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new NotStarted(
          "The master key file " + file.toAbsolutePath() + " cannot be made: " + e.getMessage());
    }
  }

  private static String keyset() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        Sealing.newKey(), Sealing.WAY, InsecureSecretKeyAccess.get());
  }

  private static void write(Path file, String text) throws IOException {
    var onlyUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, onlyUs)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The program must not serve without its key; the message names the file and the fix. */
  static final class NotStarted extends IllegalStateException {
    NotStarted(String message) {
      super(message);
    }
  }
}
