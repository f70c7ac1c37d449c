package io.patchbay.webhooks;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds whose a connection's own address is, in one lookup by index and one trip. */
@Component
class Routing {
  private final DataSource app;
  private final Vault vault;

  Routing(DataSource app, Vault vault) {
    this.app = app;
    this.vault = vault;
  }

  /**
   * @param targets the same connection for each workspace that it is for; empty where there is no
   *     such address
   * @param secrets the current one, and the one before for as long as it counts
   */
  record Own(List<Target> targets, List<Secret> secrets) {}

  private record Sealed(String field, long generation, byte[] value) {}

  /** By a connection's own address: it, and what its deliveries are signed with. */
  Own own(String integration, String endpoint) {
    if (!Endpoint.isOne(endpoint)) {
      return new Own(List.of(), List.of());
    }
    var targets = new ArrayList<Target>(1);
    var sealed = new ArrayList<Sealed>(2);
    var key = new byte[1][];
    var hash = Endpoint.hash(endpoint);
    new OneTrip()
        .ask(
            "select * from enter_by_webhook(?, ?)",
            List.of(hash, integration),
            rows -> {
              while (rows.next()) {
                targets.add(Target.of(rows));
              }
            })
        .ask(
            """
            select s.field, s.generation, s.sealed
            from webhook_endpoints e
            join secrets s on s.owner_id = e.owner_id and s.connection_id = e.connection_id
            where e.endpoint_hash = ? and s.field in ('webhook', 'webhook_before')
              and (s.expires_at is null or s.expires_at > now())
            order by s.field
            """,
            List.of(hash),
            rows -> {
              while (rows.next()) {
                sealed.add(new Sealed(rows.getString(1), rows.getLong(2), rows.getBytes(3)));
              }
            })
        .ask(
            "select wrapped from data_keys where owner_id in (current_workspace(), current_person())",
            List.of(),
            rows -> {
              if (rows.next()) {
                key[0] = rows.getBytes(1);
              }
            })
        .run(app);
    return targets.isEmpty()
        ? new Own(List.of(), List.of())
        : new Own(targets, opened(targets.getFirst(), sealed, key[0]));
  }

  private List<Secret> opened(Target target, List<Sealed> sealed, byte @Nullable [] key) {
    return key == null
        ? List.of()
        : sealed.stream().map(it -> opened(target.owner(), target.connection(), it, key)).toList();
  }

  private Secret opened(Owner owner, ConnectionId connection, Sealed sealed, byte[] key) {
    var place = new Vault.Place(owner, connection, sealed.field(), sealed.generation());
    return vault.open(place, sealed.value(), key);
  }
}
