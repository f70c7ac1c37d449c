package io.patchbay.outbox;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.egress.Egress;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the host app listens. Changing an address sends everything that happens somewhere else, so
 * each change is written down with who made it, and none is kept that may not be connected to.
 */
@Component
public class HostEndpoints {
  private static final Logger log = LoggerFactory.getLogger(HostEndpoints.class);
  private static final Duration OVERLAP = Duration.ofDays(1);
  private static final int LONGEST_URL = 2_000;

  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final Vault vault;
  private final Egress egress;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  HostEndpoints(
      JdbcClient sql,
      TransactionTemplate transactions,
      Vault vault,
      Egress egress,
      InstantSource clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.vault = vault;
    this.egress = egress;
    this.clock = clock;
  }

  record Address(String url, List<Secret> secrets) {}

  /** What came of a change. */
  public sealed interface Outcome {}

  /**
   * @param secret what events are signed with, shown this once; null where it stayed
   * @param answered whether the address took the test event
   */
  public record Kept(HostEndpoint endpoint, @Nullable Secret secret, boolean answered)
      implements Outcome {}

  /**
   * @param why {@code shape} or {@code not_allowed}
   */
  public record Refused(String why) implements Outcome {}

  /** One change, as it was written down. */
  public record Change(java.time.Instant at, String what, String by, String url) {}

  public List<HostEndpoint> all() {
    return select("where ended_at is null order by name").query(HostEndpoints::read).list();
  }

  public Optional<HostEndpoint> find(String name) {
    return select("where ended_at is null and name = ?")
        .param(name)
        .query(HostEndpoints::read)
        .optional();
  }

  private JdbcClient.StatementSpec select(String where) {
    return sql.sql(
        """
        select id, name, url, in_order, changed_at, last_success_at, failing_since, failures, last_failure, probe_at
        from host_endpoints
        """
            + where);
  }

  private static HostEndpoint read(java.sql.ResultSet row, int number)
      throws java.sql.SQLException {
    return new HostEndpoint(
        uuid(row, 1),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        requiredInstant(row, 5),
        instant(row, 6),
        instant(row, 7),
        row.getInt(8),
        row.getString(9),
        instant(row, 10));
  }

  /**
   * Makes the address, or moves it. A signed test event goes there first: an address that may not
   * be connected to is refused, one that does not answer is kept, because it may not be there yet.
   *
   * @param by who asked, as people read it
   */
  public Outcome put(String name, String url, boolean inOrder, String by) {
    if (!isPlain(url)) {
      return new Refused("shape");
    }
    var known = find(name);
    var made = known.isPresent() ? null : newSecret();
    var secrets = made != null ? List.of(made) : address(known.orElseThrow().id()).secrets();
    var tested = test(url, secrets);
    if (tested instanceof Egress.NoAnswer none
        && (none.why() == Egress.Why.NOT_ALLOWED || none.why() == Egress.Why.MALFORMED)) {
      return new Refused("not_allowed");
    }
    boolean answered = tested instanceof Egress.Answer answer && answer.status() / 100 == 2;
    transactions.executeWithoutResult(status -> write(name, url, inOrder, by, known, made));
    return new Kept(find(name).orElseThrow(), made, answered);
  }

  private void write(
      String name,
      String url,
      boolean inOrder,
      String by,
      Optional<HostEndpoint> known,
      @Nullable Secret made) {
    var id = known.map(HostEndpoint::id).orElseGet(UUID::randomUUID);
    if (made != null) {
      sql.sql("insert into host_endpoints (id, name, url, sealed, in_order) values (?, ?, ?, ?, ?)")
          .param(id)
          .param(name)
          .param(url)
          .param(vault.sealFor(purpose(id), made))
          .param(inOrder)
          .update();
    } else {
      sql.sql(
              """
              update host_endpoints set url = ?, in_order = ?, changed_at = now(), failing_since = null,
                last_failure = null, probe_at = null
              where id = ?
              """)
          .param(url)
          .param(inOrder)
          .param(id)
          .update();
    }
    remember(id, made != null ? "made" : "moved", by, url);
  }

  /**
   * A new secret; the one before signs beside it for a day.
   *
   * @return what to show, this once; empty where there is no such address
   */
  public Optional<Secret> rotate(String name, String by) {
    var secret = newSecret();
    return find(name)
        .map(it -> {
          transactions.executeWithoutResult(status -> rotate(it, secret, by));
          return secret;
        });
  }

  private void rotate(HostEndpoint endpoint, Secret secret, String by) {
    sql.sql(
            """
            update host_endpoints set former_sealed = sealed, former_until = ?, sealed = ?, changed_at = now()
            where id = ?
            """)
        .param(at(clock.instant().plus(OVERLAP)))
        .param(vault.sealFor(purpose(endpoint.id()), secret))
        .param(endpoint.id())
        .update();
    remember(endpoint.id(), "rotated", by, endpoint.url());
  }

  /** Nothing more is sent there. */
  public boolean end(String name, String by) {
    var known = find(name);
    known.ifPresent(it ->
        transactions.executeWithoutResult(status -> {
          sql.sql("update host_endpoints set ended_at = now() where id = ?")
              .param(it.id())
              .update();
          remember(it.id(), "ended", by, it.url());
        }));
    return known.isPresent();
  }

  public List<Change> changes() {
    return sql.sql(
            "select at, what, by_name, url from host_endpoint_changes order by id desc limit 20")
        .query((row, n) ->
            new Change(
                requiredInstant(row, 1), row.getString(2), row.getString(3), row.getString(4)))
        .list();
  }

  private void remember(UUID id, String what, String by, String url) {
    sql.sql(
            "insert into host_endpoint_changes (endpoint_id, what, by_name, url) values (?, ?, ?, ?)")
        .param(id)
        .param(what)
        .param(by)
        .param(url)
        .update();
    log.info("The host's address {} was {} by {}", id, what, by);
  }

  Address address(UUID id) {
    return sql.sql(
            "select url, sealed, former_sealed, former_until from host_endpoints where id = ?")
        .param(id)
        .query((row, n) -> {
          var secrets = new ArrayList<Secret>(2);
          secrets.add(vault.openFor(purpose(id), row.getBytes(2)));
          var until = instant(row, 4);
          if (until != null && until.isAfter(clock.instant())) {
            secrets.add(vault.openFor(purpose(id), row.getBytes(3)));
          }
          return new Address(row.getString(1), secrets);
        })
        .single();
  }

  private Egress.Outcome test(String url, List<Secret> secrets) {
    var id = UUID.randomUUID().toString();
    var now = clock.instant();
    var body =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", id)
            .put("type", "endpoint.test")
            .put("timestamp", now.toString())
            .set("data", JsonMapper.shared().createObjectNode())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return egress.send(
        new Egress.Request(
            "POST",
            URI.create(url),
            Signing.headers(id, now, body, secrets),
            body,
            "application/json"));
  }

  private static boolean isPlain(String url) {
    try {
      var uri = new URI(url);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return url.length() <= LONGEST_URL
          && (scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private Secret newSecret() {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return Secret.of(Signing.PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  private static String purpose(UUID id) {
    return "host-endpoint/" + id;
  }
}
