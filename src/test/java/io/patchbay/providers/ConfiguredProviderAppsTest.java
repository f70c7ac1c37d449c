package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.vault.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class ConfiguredProviderAppsTest {
  @TempDir Path folder;

  @Test
  void hostsMayBeWrittenPlainlyOrInBrackets() throws IOException {
    for (var key : new String[] {"api.github.com", "\"[api.github.com]\""}) {
      var app =
          apps("""
          patchbay.providers:
            github:
              client-id: id
              client-secret: hush
              webhook-secret: whisper
              hosts: { %s: "http://127.0.0.1:4001/api/v3/", github.com: "http://127.0.0.1:4001" }
          """
                  .formatted(key))
              .of("github");

      assertThat(app)
          .isEqualTo(
              new ProviderApp(
                  "id",
                  Secret.of("hush"),
                  Secret.of("whisper"),
                  Map.of(
                      "api.github.com", "http://127.0.0.1:4001/api/v3",
                      "github.com", "http://127.0.0.1:4001"),
                  false));
    }
  }

  @Test
  void theEnvironmentSaysTheSame() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "PATCHBAY_PROVIDERS_SLACK_CLIENT_ID", "id",
                    "PATCHBAY_PROVIDERS_SLACK_CLIENTSECRET", "hush")));
    ConfigurationPropertySources.attach(environment);

    var app = new ConfiguredProviderApps(environment, pretended()).of("slack");

    assertThat(app.clientId()).isEqualTo("id");
    assertThat(app.clientSecret()).isEqualTo(Secret.of("hush"));
  }

  @Test
  void aSecretMayStandInAFile() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "from a file\n");

    assertThat(
            apps("patchbay.providers.slack: { client-id: id, client-secret-file: '" + file + "' }")
                .of("slack")
                .clientSecret())
        .isEqualTo(Secret.of("from a file"));
    assertThatThrownBy(
            () -> apps("patchbay.providers.slack: { client-secret-file: '" + folder + "/gone' }"))
        .hasStackTraceContaining("patchbay.providers.slack.client-secret-file names " + folder)
        .hasStackTraceContaining("put the secret there");
  }

  @Test
  void aBaseThatIsNoAddressIsNamedAtTheStart() {
    assertThatThrownBy(() -> apps("patchbay.providers.slack.hosts: { slack.com: \"localhost:1\" }"))
        .hasStackTraceContaining("patchbay.providers.slack.hosts.slack.com is 'localhost:1'");
  }

  @Test
  void theOperatorsAppWinsOverThePretendOne() throws IOException {
    var apps = apps("patchbay.providers.slack.client-id: mine");

    assertThat(apps.of("slack").clientId()).isEqualTo("mine");
    assertThat(apps.of("slack").sandbox()).isFalse();
    assertThat(apps.of("github").clientId()).isEqualTo("pretend");
    assertThat(apps.of("nobody")).isEqualTo(ProviderApp.NONE);
  }

  @Test
  void noSecretIsPrinted() throws IOException {
    var app = apps("patchbay.providers.slack: { client-id: id, client-secret: hush }").of("slack");
    assertThat(app.toString()).doesNotContain("hush");
    assertThat(
            new ConfiguredProviderApps.Settings("id", "hush", null, "hush", "hush", null, null)
                .toString())
        .doesNotContain("hush");
  }

  private static ConfiguredProviderApps apps(String yaml) throws IOException {
    var environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
        .forEach(environment.getPropertySources()::addFirst);
    ConfigurationPropertySources.attach(environment);
    return new ConfiguredProviderApps(environment, pretended());
  }

  private static org.springframework.beans.factory.ObjectProvider<PretendApps> pretended() {
    PretendApps pretend =
        provider ->
            provider.equals("nobody")
                ? Optional.empty()
                : Optional.of(new ProviderApp("pretend", null, null, Map.of(), true));
    return new StaticListableBeanFactory(Map.of("pretend", pretend))
        .getBeanProvider(PretendApps.class);
  }
}
