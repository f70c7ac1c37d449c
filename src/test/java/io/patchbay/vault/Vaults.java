package io.patchbay.vault;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.testing.Database;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** One vault for the tests of this JVM: the database's key check holds one master key. */
final class Vaults {
  static final Path DATA =
      Path.of(Objects.requireNonNull(Database.properties().get("patchbay.data")));
  static final JdbcClient SQL = JdbcClient.create(Database.app());
  static final Vault VAULT = new SealedVault(settings(DATA), SQL);
  static final Secrets SECRETS = new Secrets(SQL, VAULT);

  private Vaults() {}

  static VaultSettings settings(Path data) {
    return new VaultSettings(new VaultSettings.MasterKeyFile(""), data, true);
  }

  static Owner.Workspace workspace() {
    return new Owner.Workspace(Database.workspace());
  }

  static Owner.Person person() {
    return new Owner.Person(Database.person("Mia"));
  }

  /** A connection of the owner, with nothing in it yet. */
  static ConnectionId connection(Owner owner) {
    return new ConnectionId(
        within(
            owner,
            () ->
                switch (owner) {
                  case Owner.Workspace it -> ofWorkspace(it);
                  case Owner.Person it -> ofPerson(it);
                }));
  }

  /** Runs the work in a transaction that sees this owner's rows. */
  static <T> T within(Owner owner, Supplier<T> work) {
    return new TransactionTemplate(Database.transactions())
        .<T>execute(status -> {
          SQL.sql("select set_config('app.workspace', ?, true), set_config('app.person', ?, true)")
              .param(owner instanceof Owner.Workspace ? owner.id().toString() : "")
              .param(owner instanceof Owner.Person ? owner.id().toString() : "")
              .query()
              .singleRow();
          return work.get();
        });
  }

  static <T> T within(Owner owner, Function<Secrets, T> work) {
    return within(owner, () -> work.apply(SECRETS));
  }

  private static UUID ofWorkspace(Owner owner) {
    var install =
        SQL.sql(
                """
                insert into installs (workspace_id, integration, created_by, requires_billing_admin)
                values (?, ?, ?, false) returning id
                """)
            .params(owner.id(), "any-" + UUID.randomUUID(), UUID.randomUUID())
            .query(UUID.class)
            .single();
    return SQL.sql(
            """
            insert into connections (owner_id, owner_kind, integration, install_id, connected_by)
            values (?, 'workspace', 'any', ?, ?) returning id
            """)
        .params(owner.id(), install, UUID.randomUUID())
        .query(UUID.class)
        .single();
  }

  private static UUID ofPerson(Owner owner) {
    return SQL.sql(
            """
            insert into connections (owner_id, owner_kind, integration, connected_by)
            values (?, 'person', 'any', ?) returning id
            """)
        .params(owner.id(), owner.id())
        .query(UUID.class)
        .single();
  }
}
