package io.patchbay.webhooks;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last part of a connection's own address: 256 random bits in base64url. */
final class Endpoint {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Endpoint() {}

  static byte[] hash(String endpoint) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(endpoint.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  record Found(Owner owner, ConnectionId connection) {}

  /** Finds whose address it is, before anybody's rows are entered: routing is the engine's work. */
  @Component
  static class Routing {
    private final JdbcClient engine;

    Routing(@Qualifier("engine") JdbcClient engine) {
      this.engine = engine;
    }

    Optional<Found> find(String endpoint) {
      return SHAPE.matcher(endpoint).matches() ? ask(endpoint) : Optional.empty();
    }

    private Optional<Found> ask(String endpoint) {
      // A living connection always stands among the checks, which know the kind of its owner.
      return engine
          .sql(
              """
              select d.owner_kind, e.owner_id, e.connection_id
              from webhook_endpoints e
              join checks_due d on d.owner_id = e.owner_id and d.connection_id = e.connection_id
              where e.endpoint_hash = ?
              """)
          .param(hash(endpoint))
          .query((row, number) ->
              new Found(
                  Owner.of(row.getString(1), row.getObject(2, UUID.class)),
                  new ConnectionId(row.getObject(3, UUID.class))))
          .optional();
    }
  }
}
