package io.patchbay.providers;

import static io.patchbay.database.Columns.requiredInstant;

import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The apps that operators set on a page. They are sealed for provider, part and generation, so that
 * a value that is moved or put back does not open. Every node keeps what it opened and looks again
 * and again whether a generation is new: a page asks the database nothing.
 */
@Component
public class AppCredentials {
  private static final Logger log = LoggerFactory.getLogger(AppCredentials.class);
  private static final int TRIES = 5;

  private final JdbcClient app;
  private final JdbcClient engine;
  private final Vault vault;
  private volatile @Nullable Map<String, Kept> known;

  AppCredentials(JdbcClient app, @Qualifier("engine") JdbcClient engine, Vault vault) {
    this.app = app;
    this.engine = engine;
    this.vault = vault;
  }

  /** The two that belong together: a secret of another app is no secret. */
  public record Client(String id, Secret secret) {}

  /**
   * @param readable false where what is there does not open: it was changed, moved or put back
   */
  public record Kept(
      long generation, @Nullable Client client, @Nullable Secret webhookSecret, boolean readable) {

    /** The settings' app with what was set on the page put in its place. */
    ProviderApp over(ProviderApp settings) {
      return readable
          ? new ProviderApp(
              client == null ? settings.clientId() : client.id(),
              client == null ? settings.clientSecret() : client.secret(),
              webhookSecret == null ? settings.webhookSecret() : webhookSecret,
              settings.formerWebhookSecret(),
              settings.privateKey(),
              settings.hosts(),
              false)
          : new ProviderApp(null, null, null, null, null, settings.hosts(), false);
    }

    private boolean isEmpty() {
      return readable && client == null && webhookSecret == null;
    }
  }

  /** What is set for a provider, as this node knows it; empty where its settings rule. */
  public Optional<Kept> of(String provider) {
    return Optional.ofNullable(known().get(provider)).filter(it -> !it.isEmpty());
  }

  /**
   * Sets one part or both; a part that is null stays as it is.
   *
   * @param by who did it, in words
   */
  public void set(
      String provider, @Nullable Client client, @Nullable Secret webhookSecret, String by) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      var row = row(provider);
      var kept = opened(row);
      if (write(
          row.following(),
          client == null ? kept.client() : client,
          webhookSecret == null ? kept.webhookSecret() : webhookSecret,
          new Change(client != null, webhookSecret != null, by, Instant.EPOCH))) {
        look();
        return;
      }
    }
    throw new OptimisticLockingFailureException("Others change the app of " + provider + " too");
  }

  /** Erases both parts, so that the settings rule again. */
  public void remove(String provider, String by) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      var row = row(provider);
      if (row.generation() == 0
          || write(row.following(), null, null, new Change(false, false, by, Instant.EPOCH))) {
        look();
        return;
      }
    }
    throw new OptimisticLockingFailureException("Others change the app of " + provider + " too");
  }

  /**
   * @param client whether client id and secret were set
   * @param webhook whether the webhook secret was set; neither says that all was removed
   */
  public record Change(boolean client, boolean webhook, String by, Instant at) {}

  /** Who changed it, the newest first. */
  public List<Change> changes(String provider, int most) {
    return engine
        .sql(
            """
            select client, webhook, changed_by, changed_at from provider_app_changes
            where provider = ? order by generation desc limit ?
            """)
        .param(provider)
        .param(most)
        .query((row, n) ->
            new Change(
                row.getBoolean(1), row.getBoolean(2), row.getString(3), requiredInstant(row, 4)))
        .list();
  }

  /** Reads what is sealed again if a generation is new. */
  void look() {
    var before = known;
    var now = generations();
    if (before == null || !generations(before).equals(now)) {
      var read = read();
      known = read;
      if (before != null) {
        log.info("The apps set by operators are now {}", generations(read));
      }
    }
  }

  private Map<String, Kept> known() {
    var here = known;
    if (here == null) {
      look();
      here = known;
    }
    return here == null ? Map.of() : here;
  }

  private Map<String, Long> generations() {
    var found = new HashMap<String, Long>();
    engine
        .sql("select provider, generation from provider_apps")
        .query(row -> {
          found.put(row.getString(1), row.getLong(2));
        });
    return found;
  }

  private static Map<String, Long> generations(Map<String, Kept> kept) {
    var found = new HashMap<String, Long>();
    kept.forEach((provider, it) -> found.put(provider, it.generation()));
    return found;
  }

  private Map<String, Kept> read() {
    var found = new HashMap<String, Kept>();
    rows("").forEach(it -> found.put(it.provider(), opened(it)));
    return Map.copyOf(found);
  }

  private record Row(
      String provider,
      long generation,
      byte @Nullable [] clientId,
      byte @Nullable [] clientSecret,
      byte @Nullable [] webhookSecret) {
    Row following() {
      return new Row(provider, generation + 1, null, null, null);
    }
  }

  private Row row(String provider) {
    return rows(provider).stream().findFirst().orElse(new Row(provider, 0, null, null, null));
  }

  private List<Row> rows(String provider) {
    return app.sql(
            """
            select provider, generation, client_id, client_secret, webhook_secret from provider_apps
            where :provider = '' or provider = :provider
            """)
        .param("provider", provider)
        .query((row, n) ->
            new Row(
                row.getString(1),
                row.getLong(2),
                row.getBytes(3),
                row.getBytes(4),
                row.getBytes(5)))
        .list();
  }

  private Kept opened(Row row) {
    try {
      var id = open(row, "client_id", row.clientId());
      var secret = open(row, "client_secret", row.clientSecret());
      return new Kept(
          row.generation(),
          id == null || secret == null ? null : new Client(id.reveal(it -> it), secret),
          open(row, "webhook_secret", row.webhookSecret()),
          true);
    } catch (Vault.Unreadable unreadable) {
      log.error("{}: set the app of {} again", unreadable.getMessage(), row.provider());
      return new Kept(row.generation(), null, null, false);
    }
  }

  private @Nullable Secret open(Row row, String part, byte @Nullable [] sealed) {
    return sealed == null ? null : vault.openFor(purpose(row, part), sealed);
  }

  private static String purpose(Row row, String part) {
    return "provider-app/" + row.provider() + "/" + part + "/" + row.generation();
  }

  /** The row and its record at once; false where somebody else was faster. */
  private boolean write(
      Row row, @Nullable Client client, @Nullable Secret webhookSecret, Change change) {
    return engine
            .sql(
                """
                with kept as (
                  insert into provider_apps as here (provider, generation, client_id, client_secret, webhook_secret)
                  values (:provider, :generation, :client_id, :client_secret, :webhook_secret)
                  on conflict (provider) do update
                    set generation = :generation, client_id = :client_id, client_secret = :client_secret,
                        webhook_secret = :webhook_secret, changed_at = clock_timestamp()
                    where here.generation = :generation - 1
                  returning provider, generation)
                insert into provider_app_changes (provider, generation, client, webhook, changed_by)
                select provider, generation, :client, :webhook, :by from kept
                """)
            .param("provider", row.provider())
            .param("generation", row.generation())
            .param("client_id", client == null ? null : seal(row, "client_id", client.id()))
            .param(
                "client_secret",
                client == null ? null : seal(row, "client_secret", client.secret()))
            .param(
                "webhook_secret",
                webhookSecret == null ? null : seal(row, "webhook_secret", webhookSecret))
            .param("client", change.client())
            .param("webhook", change.webhook())
            .param("by", change.by())
            .update()
        == 1;
  }

  private byte[] seal(Row row, String part, String text) {
    return seal(row, part, Secret.of(text));
  }

  private byte[] seal(Row row, String part, Secret secret) {
    return vault.sealFor(purpose(row, part), secret);
  }
}
