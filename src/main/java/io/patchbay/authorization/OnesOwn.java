package io.patchbay.authorization;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.Revocation;
import io.patchbay.providers.TokenResult;
import io.patchbay.resources.Vanishing;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A member's own source: kept under the person, used by workspaces through links, ended by its
 * owner alone. The first check decides here too.
 */
@Component
public class OnesOwn {
  private final Provider provider;
  private final EndingLater later;
  private final Tenancy tenancy;
  private final Connections connections;
  private final Secrets secrets;
  private final Vanishing vanishing;
  private final JdbcClient sql;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  OnesOwn(
      Provider provider,
      EndingLater later,
      Tenancy tenancy,
      Connections connections,
      Secrets secrets,
      Vanishing vanishing,
      JdbcClient sql,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.provider = provider;
    this.later = later;
    this.tenancy = tenancy;
    this.connections = connections;
    this.secrets = secrets;
    this.vanishing = vanishing;
    this.sql = sql;
    this.clock = clock;
    this.events = events;
  }

  sealed interface Kept {}

  record Yes(ConnectionId connection, String account) implements Kept {}

  /**
   * @param bucket as the outcomes of a failed connect are named
   */
  record No(String bucket) implements Kept {}

  Kept decide(
      PersonId person,
      Integration integration,
      @Nullable ConnectionId renews,
      TokenResult.Granted granted) {
    var result = provider.check(integration, granted.credential());
    if (result instanceof CheckResult.Refused refused
        && refused.bucket() != Failure.MISSING_PERMISSION) {
      provider.revoke(integration, granted.credential());
      return new No(refused.bucket().word());
    }
    return tenancy.within(
        Scope.of(person), () -> keep(person, integration, renews, granted, result));
  }

  private Kept keep(
      PersonId person,
      Integration integration,
      @Nullable ConnectionId renews,
      TokenResult.Granted granted,
      CheckResult result) {
    var renewed = renews == null ? Optional.<Connections.Found>empty() : connections.find(renews);
    if (renews != null && renewed.isEmpty()) {
      return new No("gone");
    }
    if (renewed.isPresent() && another(renewed.get().facts(), result)) {
      return new No("another_account");
    }
    var id =
        renewed
            .map(it -> it.facts().id())
            .or(() -> sameAccount(person, integration, result))
            .orElseGet(() -> connections.beginOwn(person, integration));
    secrets.put(
        new Owner.Person(person),
        id,
        "credential",
        granted.credential().asSecret(),
        granted.expiresIn() == null ? null : clock.instant().plus(granted.expiresIn()),
        "");
    connections.observe(integration, id, result, granted.granted());
    var shown = connections.find(id).orElseThrow().facts().account().shown();
    return new Yes(id, shown == null ? integration.name() : shown);
  }

  private static boolean another(ConnectionFacts known, CheckResult result) {
    return result instanceof CheckResult.Answered it
        && known.account().id() != null
        && !known.account().id().equals(it.account().id());
  }

  private Optional<ConnectionId> sameAccount(
      PersonId person, Integration integration, CheckResult result) {
    return result instanceof CheckResult.Answered it
        ? sql.sql(
                "select id from connections where owner_id = ? and integration = ? and account_id = ? and removed_at is null")
            .param(person.value())
            .param(integration.slug())
            .param(it.account().id())
            .query((row, n) -> new ConnectionId(row.getObject(1, UUID.class)))
            .optional()
        : Optional.empty();
  }

  private record Link(UUID workspace, UUID install) {}

  /**
   * Ends it everywhere: unlinked in each workspace, which sees why; revoked at the provider;
   * erased.
   *
   * @return what the provider answered, or nothing where there is no such source
   */
  public Optional<Revocation> revoke(
      PersonId person, String name, Integration integration, ConnectionId id) {
    var found =
        tenancy
            .within(Scope.of(person), () -> connections.find(id))
            .filter(it -> it.facts().owner().equals(new Owner.Person(person)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    for (var link : links(person, id)) {
      end(
          new WorkspaceId(link.workspace()),
          new InstallId(link.install()),
          person,
          name,
          integration,
          found.get().facts(),
          What.SOURCE_REVOKED);
    }
    var credential = credential(person, id);
    var revocation =
        credential
            .map(it -> provider.revoke(integration, it))
            .orElseGet(() -> new Revocation.Failed("no_credential", ""));
    tenancy.within(
        Scope.of(person),
        () -> {
          connections.remove(found.get().facts(), person, "revoked");
          if (revocation instanceof Revocation.NotNow) {
            later.keep(new Owner.Person(person), id, integration.slug(), credential.orElseThrow());
          }
        });
    return Optional.of(revocation);
  }

  private List<Link> links(PersonId person, ConnectionId id) {
    return tenancy.within(
        Scope.of(person),
        () ->
            sql.sql(
                    "select workspace_id, install_id from personal_links where person_id = ? and connection_id = ? and unlinked_at is null")
                .param(person.value())
                .param(id.value())
                .query((row, n) ->
                    new Link(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list());
  }

  /** Takes a source out of one workspace; it stays its owner's. Once is enough. */
  void unlink(
      WorkspaceId workspace,
      InstallId install,
      PersonId by,
      String ownerName,
      Integration integration,
      ConnectionFacts source) {
    if (end(workspace, install, by, ownerName, integration, source, What.SOURCE_UNLINKED)) {
      recount(integration, source);
    }
  }

  /** What vanished and is linked there no longer is nobody's trouble elsewhere. */
  private void recount(Integration integration, ConnectionFacts source) {
    tenancy.within(Scope.of(source.owner()), () -> vanishing.recount(integration, source.id()));
  }

  /**
   * @return whether it was linked there still
   */
  private boolean end(
      WorkspaceId workspace,
      InstallId install,
      PersonId by,
      String ownerName,
      Integration integration,
      ConnectionFacts source,
      What why) {
    return tenancy.within(
        Scope.of(workspace, by),
        () -> {
          var now = at(clock.instant());
          int links =
              sql.sql(
                      """
                      update personal_links set unlinked_at = ?, unlinked_by = ?
                      where workspace_id = current_workspace() and connection_id = ? and unlinked_at is null
                      """)
                  .param(now)
                  .param(by.value())
                  .param(source.id().value())
                  .update();
          if (links == 0) {
            return false;
          }
          int stopped =
              sql.sql(
                      """
                      update resources set unlinked_at = ?, unlinked_by = ?
                      where workspace_id = current_workspace() and connection_id = ? and unlinked_at is null
                      """)
                  .param(now)
                  .param(by.value())
                  .param(source.id().value())
                  .update();
          events.publishEvent(
              Happening.of(why, clock.instant(), workspace, integration.slug())
                  .in(install)
                  .to(source.id(), source.account().shown())
                  .by(by)
                  .saying(Map.of("owner", ownerName, "count", String.valueOf(stopped))));
          return true;
        });
  }

  /**
   * A member leaves and takes their sources along; the workspace's activity says so.
   *
   * @return false for the last Admin, who can't
   */
  public boolean leave(
      WorkspaceId workspace,
      PersonId person,
      String name,
      Function<String, Optional<Integration>> catalog) {
    var taken = new ArrayList<Used>();
    boolean gone =
        tenancy.within(
            Scope.of(workspace, person),
            () -> {
              boolean left = sql.sql("select leave_workspace()").query(Boolean.class).single();
              if (left) {
                taken.addAll(used(person));
                taken.forEach(source -> takeAlong(workspace, person, name, catalog, source));
              }
              return left;
            });
    taken.forEach(source ->
        catalog.apply(source.integration()).ifPresent(entry -> recount(entry, source.facts())));
    return gone;
  }

  private void takeAlong(
      WorkspaceId workspace,
      PersonId person,
      String name,
      Function<String, Optional<Integration>> catalog,
      Used source) {
    catalog
        .apply(source.integration())
        .ifPresent(it ->
            end(
                workspace,
                new InstallId(source.install()),
                person,
                name,
                it,
                source.facts(),
                What.SOURCE_LEFT));
  }

  private record Used(String integration, UUID install, ConnectionFacts facts) {}

  private List<Used> used(PersonId person) {
    return sql
        .sql(
            "select connection_id, install_id from personal_links where workspace_id = current_workspace() and person_id = ? and unlinked_at is null")
        .param(person.value())
        .query((row, n) ->
            Map.entry(new ConnectionId(row.getObject(1, UUID.class)), row.getObject(2, UUID.class)))
        .list()
        .stream()
        .flatMap(link ->
            connections
                .find(link.getKey())
                .map(it -> new Used(it.integration(), link.getValue(), it.facts()))
                .stream())
        .toList();
  }

  private Optional<Credential> credential(PersonId person, ConnectionId id) {
    try {
      return tenancy.within(
          Scope.of(person),
          () ->
              secrets
                  .find(new Owner.Person(person), id, "credential")
                  .map(it -> Credential.of(it.secret())));
    } catch (Vault.Unreadable unreadable) {
      return Optional.empty();
    }
  }
}
