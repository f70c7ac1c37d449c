package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.database.Tenancy;
import io.patchbay.providers.AppCredentials.Client;
import io.patchbay.testing.Database;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Apps that operators set on a page: sealed, in force everywhere, and gone when removed. */
class AppCredentialsTest {
  private static final JdbcClient APP = JdbcClient.create(Database.app());
  private static final JdbcClient ENGINE = JdbcClient.create(Database.engine());

  private final String provider = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final String other = "q" + UUID.randomUUID().toString().substring(0, 8);

  private interface Work {
    void with(Vault vault, AppCredentials apps) throws Exception;
  }

  private static void work(Work work) {
    new ApplicationContextRunner()
        .withUserConfiguration(Rooms.class, Tenancy.class)
        .withBean(JdbcClient.class, () -> APP)
        .withBean(
            "engine",
            JdbcClient.class,
            () -> ENGINE,
            it -> ((AbstractBeanDefinition) it).setDefaultCandidate(false))
        .withBean(DataSource.class, () -> new DelegatingDataSource(Database.app()))
        .withBean(DataSourceTransactionManager.class, Database::transactions)
        .withBean(InstantSource.class, InstantSource::system)
        .withPropertyValues(
            "patchbay.demo=true", "patchbay.data=" + Database.properties().get("patchbay.data"))
        .run(context -> {
          var vault = context.getBean(Vault.class);
          work.with(vault, new AppCredentials(APP, ENGINE, vault));
        });
  }

  @Test
  void whatIsSetIsInForceOnAnotherNodeOnceItLooks() {
    work((vault, here) -> {
      var there = new AppCredentials(APP, ENGINE, vault);
      assertThat(there.of(provider)).isEmpty();

      here.set(provider, new Client("our-id", Secret.of("our-secret")), null, "Olga");
      there.look();
      assertThat(there.of(provider).orElseThrow().client())
          .isEqualTo(new Client("our-id", Secret.of("our-secret")));

      here.set(provider, null, Secret.of("signing"), "Olga");
      there.look();
      var both = there.of(provider).orElseThrow();
      assertThat(both.client()).isEqualTo(new Client("our-id", Secret.of("our-secret")));
      assertThat(both.webhookSecret()).isEqualTo(Secret.of("signing"));
      assertThat(both.generation()).isEqualTo(2);

      here.remove(provider, "Omar");
      there.look();
      assertThat(there.of(provider)).isEmpty();
      assertThat(here.changes(provider, 9))
          .extracting(it -> it.by() + " " + it.client() + " " + it.webhook())
          .containsExactly("Omar false false", "Olga false true", "Olga true false");
    });
  }

  @Test
  void eachPartStandsInThePlaceOfTheSettingsPartAndNoOther() {
    var settings =
        new ProviderApp(
            "file-id",
            Secret.of("file-secret"),
            Secret.of("file-signing"),
            Secret.of("former"),
            Secret.of("key"),
            Map.of("api.example.com", "http://127.0.0.1:4001"),
            false);
    var client = new AppCredentials.Kept(1, new Client("id", Secret.of("s")), null, true);
    assertThat(client.over(settings))
        .isEqualTo(
            new ProviderApp(
                "id",
                Secret.of("s"),
                Secret.of("file-signing"),
                Secret.of("former"),
                Secret.of("key"),
                settings.hosts(),
                false));
    var webhook = new AppCredentials.Kept(1, null, Secret.of("w"), true);
    assertThat(webhook.over(settings).clientId()).isEqualTo("file-id");
    assertThat(webhook.over(settings).webhookSecret()).isEqualTo(Secret.of("w"));
  }

  @Test
  void whatWasMovedOrPutBackDoesNotOpenAndNothingStandsInForIt() {
    work((vault, apps) -> {
      apps.set(provider, new Client("first", Secret.of("first-secret")), null, "Olga");
      var first = sealed(provider);
      apps.set(provider, new Client("second", Secret.of("second-secret")), null, "Olga");
      put(provider, first);
      assertThat(new AppCredentials(APP, ENGINE, vault).of(provider).orElseThrow().readable())
          .as("an older generation")
          .isFalse();

      apps.set(other, new Client("other", Secret.of("other-secret")), null, "Olga");
      var moved = sealed(other);
      apps.set(provider, new Client("third", Secret.of("third-secret")), null, "Olga");
      put(provider, moved);
      var kept = new AppCredentials(APP, ENGINE, vault).of(provider).orElseThrow();
      assertThat(kept.readable()).as("another provider's").isFalse();
      assertThat(kept.over(new ProviderApp("file", Secret.of("file"), null, Map.of(), false)))
          .extracting(ProviderApp::clientId, ProviderApp::clientSecret)
          .containsOnlyNulls();

      apps.set(provider, new Client("fourth", Secret.of("fourth-secret")), null, "Olga");
      assertThat(apps.of(provider).orElseThrow().readable()).as("set again").isTrue();
    });
  }

  @Test
  void noLoginBothReadsAndChangesThemAndNothingLiesThereInTheOpen() {
    work((vault, apps) -> {
      apps.set(
          provider,
          new Client("canary-id", Secret.of("canary-secret")),
          Secret.of("canary-signing"),
          "Olga");
      assertThatThrownBy(() ->
              ENGINE.sql("select client_secret from provider_apps").query(byte[].class).list())
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(() -> APP.sql("update provider_apps set webhook_secret = null").update())
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(() -> APP.sql("delete from provider_apps").update())
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(
              () -> APP.sql("select changed_by from provider_app_changes").query().listOfRows())
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(
              () -> ENGINE.sql("update provider_app_changes set changed_by = 'nobody'").update())
          .hasStackTraceContaining("permission denied");
      assertThat(
              Database.asOwner()
                  .sql(
                      """
                      select encode(client_id || client_secret || webhook_secret, 'escape')
                      from provider_apps where provider = ?
                      """)
                  .param(provider)
                  .query(String.class)
                  .single())
          .doesNotContain("canary");

      apps.remove(provider, "Olga");
      assertThat(Arrays.asList(sealed(provider))).as("erased").containsOnlyNulls();
    });
  }

  @Test
  void operatorsWhoSetItAtOnceEachMakeOneGenerationOfTheirOwn() {
    work((vault, apps) -> {
      try (var threads = Executors.newFixedThreadPool(3)) {
        var all =
            threads.invokeAll(
                IntStream.range(0, 3)
                    .<Callable<Boolean>>mapToObj(it ->
                        () -> {
                          apps.set(
                              provider, new Client("id" + it, Secret.of("s" + it)), null, "O" + it);
                          return true;
                        })
                    .toList());
        for (var each : all) {
          assertThat(each.get()).isTrue();
        }
      }
      apps.look();
      var kept = apps.of(provider).orElseThrow();
      assertThat(kept.generation()).isEqualTo(3);
      var client = Objects.requireNonNull(kept.client());
      assertThat(client.secret()).isEqualTo(Secret.of(client.id().replace("id", "s")));
      assertThat(apps.changes(provider, 9))
          .extracting(AppCredentials.Change::by)
          .containsExactlyInAnyOrder("O0", "O1", "O2")
          .startsWith(client.id().replace("id", "O"));
    });
  }

  private static byte[][] sealed(String provider) {
    return APP.sql("select client_id, client_secret from provider_apps where provider = ?")
        .param(provider)
        .query((row, n) -> new byte[][] {row.getBytes(1), row.getBytes(2)})
        .single();
  }

  private static void put(String provider, byte[][] sealed) {
    Database.asOwner()
        .sql("update provider_apps set client_id = ?, client_secret = ? where provider = ?")
        .param(sealed[0])
        .param(sealed[1])
        .param(provider)
        .update();
    assertThat(new String(sealed[0], StandardCharsets.ISO_8859_1)).isNotEmpty();
  }

  @Configuration(proxyBeanMethods = false)
  @ComponentScan({"io.patchbay.vault"})
  static class Rooms {}
}
