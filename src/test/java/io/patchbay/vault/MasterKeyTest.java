package io.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
  @TempDir Path folder;

  @Test
  void demoMakesOneKeyForItselfAlone() throws IOException {
    MasterKey.at(demo(folder));

    var file = folder.resolve("master-key.json");
    var first = Files.readString(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    MasterKey.at(demo(folder));
    assertThat(Files.readString(file)).isEqualTo(first);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void twoStartsAtOnceAgreeOnOneKey() throws Exception {
    var boundTo = BoundTo.purpose("test");
    Callable<MasterKey> start = () -> MasterKey.at(demo(folder));
    try (var threads = Executors.newFixedThreadPool(8)) {
      var keys = threads.invokeAll(java.util.Collections.nCopies(8, start));
      var sealed = keys.getFirst().get().aead().encrypt(new byte[] {1}, boundTo);
      for (var key : keys) {
        assertThat(key.get().aead().decrypt(sealed, boundTo)).containsExactly(1);
      }
    }
  }

  @Test
  void aServerWithoutAKeyDoesNotStart() {
    refuses(
        new VaultSettings(new VaultSettings.MasterKeyFile(""), folder, false),
        "patchbay.master-key.file is not set");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMissingFileIsNamedWithItsFix() {
    for (boolean demo : new boolean[] {true, false}) {
      refuses(
          new VaultSettings(
              new VaultSettings.MasterKeyFile(folder.resolve("gone").toString()), folder, demo),
          folder.resolve("gone") + " cannot be read: put the key back there");
    }
  }

  @Test
  void thirtyTwoBytesInBase64AreAKey() throws Exception {
    var file = folder.resolve("key");
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]) + "\n");
    var settings =
        new VaultSettings(new VaultSettings.MasterKeyFile(file.toString()), folder, false);

    var sealed = MasterKey.at(settings).aead().encrypt(new byte[] {1}, new byte[0]);

    assertThat(MasterKey.at(settings).aead().decrypt(sealed, new byte[0])).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"primaryKeyId\":1", "not base64 !", "c2hvcnQ=", "canaryCanary=="})
  void aFileThatHoldsNoKeyIsNamedAndNotQuoted(String content) throws IOException {
    var file = folder.resolve("key");
    Files.writeString(file, content);

    var refusal =
        refuses(
            new VaultSettings(new VaultSettings.MasterKeyFile(file.toString()), folder, false),
            file + " holds neither");
    if (!content.isEmpty()) {
      assertThat(refusal).hasMessageNotContaining(content);
    }
    assertThat(refusal).hasNoCause();
  }

  @Test
  void anotherKeyThanTheDatabasesDoesNotStart() {
    assertThat(Vaults.VAULT).isNotNull();
    var other = MasterKey.at(demo(folder));

    assertThatExceptionOfType(MasterKey.NotStarted.class)
        .isThrownBy(() -> new SealedVault(other, Vaults.SQL))
        .withMessageContaining(folder.resolve("master-key.json").toString())
        .withMessageContaining("put the right key back");
  }

  private static VaultSettings demo(Path data) {
    return new VaultSettings(new VaultSettings.MasterKeyFile(""), data, true);
  }

  private static MasterKey.NotStarted refuses(VaultSettings settings, String message) {
    var refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            MasterKey.NotStarted.class, () -> MasterKey.at(settings));
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    return refusal;
  }
}
