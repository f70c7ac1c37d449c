package io.patchbay.authorization;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.vault.Vault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The flows under way. A state is 256 random bits (ASVS 11.5.1), kept as its hash, good once and
 * for ten minutes. Row-level security shows a flow to the person who started it and to nobody else.
 */
@Component
class Flows {
  static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient sql;
  private final Vault vault;
  private final InstantSource clock;

  Flows(JdbcClient sql, Vault vault, InstantSource clock) {
    this.sql = sql;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * 256 random bits, base64url without padding: a state, or an RFC 7636 verifier of 43 characters.
   */
  static String random() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  void remember(String state, Flow flow) {
    var now = flow.startedAt();
    sql.sql(
            """
            insert into flows (state_hash, person_id, browser_hash, workspace_id, integration, connection_id, verifier,
                               redirect_uri, inputs, return_to, started_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            """)
        .param(hash(state))
        .param(flow.person().value())
        .param(flow.browser())
        .param(flow.workspace() == null ? null : flow.workspace().value())
        .param(flow.integration())
        .param(flow.renews() == null ? null : flow.renews().value())
        .param(vault.sealFor("flow", flow.verifier()))
        .param(flow.redirectUri())
        .param(JSON.writeValueAsString(flow.inputs()))
        .param(flow.returnTo())
        .param(at(now))
        .param(at(now.plus(LIFETIME)))
        .update();
  }

  /** Uses a state up. Whoever comes second, with the same state, finds nothing. */
  Optional<Flow> take(String state) {
    return sql.sql(
            """
            delete from flows where state_hash = ? and expires_at > ?
            returning person_id, browser_hash, workspace_id, integration, connection_id, verifier, redirect_uri, inputs::text, return_to, started_at
            """)
        .param(hash(state))
        .param(at(clock.instant()))
        .query((row, n) -> {
          var workspace = row.getObject(3, UUID.class);
          var renews = row.getObject(5, UUID.class);
          return new Flow(
              new PersonId(uuid(row, 1)),
              row.getBytes(2),
              workspace == null ? null : new WorkspaceId(workspace),
              row.getString(4),
              renews == null ? null : new ConnectionId(renews),
              vault.openFor("flow", row.getBytes(6)),
              row.getString(7),
              JSON.readValue(row.getString(8), new TypeReference<Map<String, String>>() {}),
              row.getString(9),
              requiredInstant(row, 10));
        })
        .optional();
  }
}
