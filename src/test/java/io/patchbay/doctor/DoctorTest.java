package io.patchbay.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  private String said = "";

  @Test
  void aDemoIsWell() {
    assertThat(examine()).as(said).isTrue();
    assertThat(said)
        .contains(
            "ok    settings: base-url is http://127.0.0.1",
            "ok    catalog: ",
            "ok    database: PostgreSQL 18",
            "ok    keys: ",
            "All is well");
    assertThat(said).doesNotContain("wrong");
  }

  @Test
  void everyMistakeIsSaidAtOnce() throws IOException {
    Files.writeString(
        folder.resolve("patchbay.yml"),
        """
        patchbay:
          base-ulr: https://integrations.example.com
          base-url: http://integrations.example.com
          demo: false
          master-key: { file: nowhere.key }
          catalog: [ ./nothing-here ]
          providers:
            github: { client-id: some-app }
            gogle: { client-id: a, client-secret: canary-of-the-doctor }
            slack:
              client-id: a
              client-secret-file: missing.secret
            vercel:
              client-id: a
              client-secret: b
              hosts: { "[api.vercle.com]": "http://127.0.0.1:4001" }
          egress: { allow: [ "127.0.0.1" ] }
        """);
    assertThat(examine("--spring.config.additional-location=file:" + folder + "/patchbay.yml"))
        .isFalse();
    assertThat(said)
        .contains(
            "wrong settings: patchbay.base-ulr is not a setting. Did you mean 'patchbay.base-url'?",
            "wrong settings: patchbay.base-url is http://integrations.example.com",
            "wrong settings: patchbay.egress.allow: cannot read '127.0.0.1'",
            "wrong catalog: " + folder.resolve("./nothing-here"),
            "patchbay.providers.github.client-secret is missing",
            "patchbay.providers.gogle: no entry of the catalog has this provider. Did you mean 'google'?",
            folder.resolve("missing.secret").toString(),
            "no request goes to api.vercle.com. Did you mean 'api.vercel.com'?",
            "to http://127.0.0.1:4001, which patchbay.egress.allow does not list",
            "wrong keys: The master key file " + folder.resolve("nowhere.key"),
            "10 things are wrong");
    assertThat(said).doesNotContain("canary");
  }

  @Test
  void relativePathsStartFromTheFileOrFromWhereThePersonStood() throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(folder.resolve("keys/short.key"), "not a key");
    Files.writeString(
        folder.resolve("patchbay.yml"), "patchbay: { master-key: { file: keys/short.key } }");
    examine("--spring.config.additional-location=file:" + folder + "/patchbay.yml");
    assertThat(said).contains(folder.resolve("keys/short.key") + " holds neither");

    examine("--patchbay.master-key.file=keys/short.key", "--patchbay.started-in=" + folder);
    assertThat(said).contains(folder.resolve("keys/short.key") + " holds neither");

    for (var file : List.of("client-secret-file", "private-key-file")) {
      Files.writeString(
          folder.resolve("patchbay.yml"),
          "patchbay: { providers: { github: { client-id: a, " + file + ": keys/gone } } }");
      examine("--spring.config.additional-location=file:" + folder + "/patchbay.yml");
      assertThat(said).contains(file + " names " + folder.resolve("keys/gone"));
    }
  }

  private boolean examine(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--logging.threshold.console=off");
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      return Doctor.examine(all.toArray(String[]::new), out);
    } finally {
      said = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
