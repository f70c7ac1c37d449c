package io.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class KeyDoctorTest {
  @TempDir Path folder;

  @Test
  void theKeyOfThisDatabaseIsWell() {
    Vaults.VAULT.sealFor("anything", Secret.of("so that the check is written"));
    var settings = settings("patchbay.data", Vaults.DATA.toString());
    assertThat(KeyDoctor.complaint(settings, Database.app())).isEmpty();
    assertThat(KeyDoctor.summary(settings, Database.app())).contains("opens what this database");
  }

  @Test
  void aKeyOfAnotherDatabaseIsRefused() throws IOException {
    Vaults.VAULT.sealFor("anything", Secret.of("so that the check is written"));
    var other = Files.writeString(folder.resolve("other.key"), "a".repeat(43) + "=");
    assertThat(
            KeyDoctor.complaint(
                settings("patchbay.master-key.file", other.toString()), Database.app()))
        .hasValueSatisfying(it ->
            assertThat(it)
                .contains(other.toString(), "is not the one that this database")
                .doesNotContain("aaaa"));
  }

  @Test
  void aKeyThatIsGoneIsMissed() {
    Vaults.VAULT.sealFor("anything", Secret.of("so that the check is written"));
    assertThat(KeyDoctor.complaint(settings("patchbay.data", folder.toString()), Database.app()))
        .hasValueSatisfying(it -> assertThat(it).contains("master-key.json is not there"));
    assertThat(folder).isEmptyDirectory();
  }

  private static MockEnvironment settings(String name, String value) {
    return new MockEnvironment().withProperty("patchbay.demo", "true").withProperty(name, value);
  }
}
