package io.patchbay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownSettingsTest {
  private static final Pattern READ = Pattern.compile("\\$\\{patchbay\\.([a-z.-]+)[:}]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patchbay.base-url",
        "patchbay.catalog[0]",
        "patchbay.providers.github.client-id",
        "patchbay.providers.github.clientSecretFile",
        "patchbay.providers.github.hosts[api.github.com]",
        "patchbay.egress.allow[3]",
        "PATCHBAY_BASE_URL",
        "PATCHBAY_BASEURL",
        "PATCHBAY_DATABASE_ENGINE_PASSWORD",
        "PATCHBAY_PROVIDERS_GOOGLE_CLIENT_SECRET_FILE",
        "PATCHBAY_CATALOG_0",
        "server.port",
        "PATH"
      })
  void aNameThatIsReadIsKnown(String name) {
    assertThat(unknown(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "patchbay.base-ulr, patchbay.base-url",
    "patchbay.providers.github.client_idd, patchbay.providers.*.client-id",
    "patchbay.egres.allow[0], patchbay.egress.allow",
    "PATCHBAY_DATABSE_URL, PATCHBAY_DATABASE_URL"
  })
  void aMisspelledNameIsShownTheNearest(String written, String meant) {
    assertThat(unknown(written)).singleElement().asString().contains(written, "'" + meant + "'");
  }

  @Test
  void everySettingThatTheProgramReadsIsKnown() throws IOException {
    var read = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        READ.matcher(Files.readString(file)).results().forEach(it -> read.add(it.group(1)));
      }
    }
    assertThat(read).isNotEmpty();
    assertThat(read).allSatisfy(it -> assertThat(unknown("patchbay." + it)).isEmpty());
  }

  @Test
  void everyKnownSettingIsDocumented() throws IOException {
    var page = Files.readString(Path.of("docs/configuration.md"));
    assertThat(KnownSettings.NAMES)
        .allSatisfy(it -> {
          var last = it.substring(Math.max(0, it.lastIndexOf('.')));
          assertThat(page.contains("`patchbay." + it) || page.contains(last)).as(it).isTrue();
        });
  }

  private static java.util.List<String> unknown(String name) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(it -> environment.getPropertySources().remove(it.getName()));
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of(name, "anything")));
    return KnownSettings.unknown(environment, io.patchbay.catalog.CatalogDoctor::suggestion);
  }
}
