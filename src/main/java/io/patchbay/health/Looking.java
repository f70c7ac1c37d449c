package io.patchbay.health;

import io.patchbay.connections.Connections;
import io.patchbay.database.OneTrip;
import io.patchbay.database.Scope;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** What a check has to know of a connection, in one round trip: its facts and its credential. */
@Component
class Looking {
  private static final String ONE =
      "select "
          + Connections.SEEN
          + ", "
          + Secrets.COLUMNS
          + """

          from connections c
          join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
          left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
          left join data_keys k on k.owner_id = c.owner_id
          where c.owner_id = ? and c.id = ? and c.removed_at is null\
          """;

  private final DataSource app;
  private final Secrets secrets;

  Looking(DataSource app, Secrets secrets) {
    this.app = app;
    this.secrets = secrets;
  }

  record Look(Connections.Seen seen, LiveCredentials.Kept kept) {}

  /** Empty where there is no such living connection of this owner. */
  Optional<Look> at(Owner owner, ConnectionId id) {
    var found = new ArrayList<Look>(1);
    OneTrip.inside(Scope.of(owner))
        .ask(
            ONE,
            List.of(owner.id(), id.value()),
            rows -> {
              if (rows.next()) {
                found.add(new Look(Connections.seen(rows), kept(rows, owner, id)));
              }
            })
        .run(app);
    return found.stream().findFirst();
  }

  private LiveCredentials.Kept kept(ResultSet row, Owner owner, ConnectionId id)
      throws SQLException {
    try {
      return LiveCredentials.Kept.of(secrets.read(row, owner, id, LiveCredentials.FIELD));
    } catch (Vault.Unreadable unreadable) {
      return new LiveCredentials.Sealed(unreadable);
    }
  }
}
