package io.patchbay.resources;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.health.LiveCredentials;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Listing;
import io.patchbay.providers.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Chooses external things through a connection: what the provider lists for this credential, and
 * nothing else.
 */
@Component
public class Picking {
  /** What one screen shows at most; it says so when there is more. */
  static final int MOST = 500;

  private static final int CALLS = 12;

  private final JdbcClient sql;
  private final Tenancy tenancy;
  private final Provider provider;
  private final LiveCredentials credentials;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Picking(
      JdbcClient sql,
      Tenancy tenancy,
      Provider provider,
      LiveCredentials credentials,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.sql = sql;
    this.tenancy = tenancy;
    this.provider = provider;
    this.credentials = credentials;
    this.clock = clock;
    this.events = events;
  }

  public sealed interface Offer {}

  /**
   * @param groups by installation, or one without a name
   * @param linked the ids that are linked already
   * @param cut whether the provider has more than is shown
   */
  public record Listed(List<Group> groups, Set<String> linked, boolean cut) implements Offer {
    public int size() {
      return groups.stream().mapToInt(it -> it.items().size()).sum();
    }
  }

  /** The provider did not answer, or refused. */
  public record NotListed(Failure bucket, String code) implements Offer {}

  public record Group(String name, List<Listing.Item> items) {}

  /** Asks the provider; call it outside of any transaction. */
  public Offer offer(
      WorkspaceId workspace, Integration integration, Step.Pick step, ConnectionFacts connection) {
    var kind = integration.resources().get(step.of());
    if (kind == null) {
      throw new IllegalStateException(
          "The step " + step.id() + " picks " + step.of() + ", which the entry does not declare");
    }
    var found = credentials.find(connection.owner(), connection.id(), integration);
    var first = list(integration, kind, found);
    boolean refused = first instanceof NotListed it && it.bucket() == Failure.LOGIN_EXPIRED;
    var offer =
        refused && found instanceof LiveCredentials.Ready it && it.renewable()
            ? list(
                integration,
                kind,
                credentials.renewed(connection.owner(), connection.id(), integration, it))
            : first;
    return offer instanceof Listed it
        ? new Listed(it.groups(), linked(workspace, connection, kind.id()), it.cut())
        : offer;
  }

  private Offer list(Integration integration, ResourceKind kind, LiveCredentials.Found found) {
    return switch (found) {
      case LiveCredentials.Unusable it -> notListed(it.why());
      case LiveCredentials.Ready it -> list(integration, kind, it.credential());
    };
  }

  private static Offer notListed(CheckResult why) {
    return switch (why) {
      case CheckResult.Refused it -> new NotListed(it.bucket(), it.code());
      case CheckResult.Unreachable it -> new NotListed(it.bucket(), it.code());
      case CheckResult.Answered _ ->
          throw new IllegalStateException("An unusable credential was answered well");
    };
  }

  private Offer list(Integration integration, ResourceKind kind, Credential credential) {
    var budget = new Budget();
    if (!kind.perInstallation()) {
      return group(integration, kind, credential, null, "", budget, new ArrayList<>())
          .<Offer>map(it -> it)
          .orElseGet(() -> budget.listed);
    }
    switch (provider.installations(integration, credential, null)) {
      case Listing.Failed it -> {
        return new NotListed(it.bucket(), it.code());
      }
      case Listing.Page page -> {
        var groups = new ArrayList<Group>();
        for (var installation : page.items()) {
          var failed =
              group(
                  integration,
                  kind,
                  credential,
                  installation.id(),
                  installation.name(),
                  budget,
                  groups);
          if (failed.isPresent()) {
            return failed.get();
          }
        }
        return new Listed(groups, Set.of(), budget.cut);
      }
    }
  }

  private static final class Budget {
    int items;
    int calls;
    boolean cut;
    Listed listed = new Listed(List.of(), Set.of(), false);
  }

  private Optional<NotListed> group(
      Integration integration,
      ResourceKind kind,
      Credential credential,
      @Nullable String installation,
      String name,
      Budget budget,
      List<Group> groups) {
    var items = new ArrayList<Listing.Item>();
    String next = null;
    do {
      if (budget.calls++ >= CALLS) {
        budget.cut = true;
        break;
      }
      switch (provider.resources(integration, kind.id(), credential, installation, next)) {
        case Listing.Failed it -> {
          return Optional.of(new NotListed(it.bucket(), it.code()));
        }
        case Listing.Page page -> {
          for (var item : page.items()) {
            if (budget.items < MOST) {
              items.add(item);
              budget.items++;
            } else {
              budget.cut = true;
            }
          }
          next = page.next();
        }
      }
    } while (next != null && !budget.cut);
    groups.add(new Group(name, items));
    budget.listed = new Listed(groups, Set.of(), budget.cut);
    return Optional.empty();
  }

  private Set<String> linked(WorkspaceId workspace, ConnectionFacts connection, String kind) {
    return tenancy.within(
        Scope.of(workspace),
        () ->
            new HashSet<>(
                sql.sql(
                        """
                        select external_id from resources
                        where workspace_id = current_workspace() and connection_id = ? and kind = ? and unlinked_at is null
                        """)
                    .param(connection.id().value())
                    .param(kind)
                    .query(String.class)
                    .list()));
  }

  /**
   * Links what was chosen among what the provider lists now, and unlinks what is listed and was not
   * chosen. Ids that this credential does not list are ignored: nobody links what they can't reach.
   */
  public Happening choose(
      WorkspaceId workspace,
      PersonId by,
      Integration integration,
      InstallId install,
      ConnectionFacts connection,
      Step.Pick step,
      Listed listed,
      Set<String> chosen) {
    return tenancy.within(
        Scope.of(workspace, by),
        () -> {
          var names = new ArrayList<String>();
          for (var group : listed.groups()) {
            for (var item : group.items()) {
              if (chosen.contains(item.id())) {
                link(workspace, by, install, connection, step.of(), item);
                names.add(item.name());
              } else if (listed.linked().contains(item.id())) {
                unlink(by, connection, step.of(), item.id());
              }
            }
          }
          var happening =
              Happening.of(What.RESOURCES_LINKED, clock.instant(), workspace, integration.slug())
                  .in(install)
                  .to(connection.id(), connection.account().shown())
                  .by(by)
                  .saying(Map.of("count", String.valueOf(names.size()), "names", few(names)));
          events.publishEvent(happening);
          return happening;
        });
  }

  private static String few(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(3, names.size())))
        + (names.size() > 3 ? ", …" : "");
  }

  private void link(
      WorkspaceId workspace,
      PersonId by,
      InstallId install,
      ConnectionFacts connection,
      String kind,
      Listing.Item item) {
    sql.sql(
            """
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, detail, private, linked_at, linked_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (workspace_id, connection_id, kind, external_id) where unlinked_at is null
            do update set name = excluded.name, detail = excluded.detail, private = excluded.private
            """)
        .param(workspace.value())
        .param(install.value())
        .param(connection.owner().id())
        .param(connection.id().value())
        .param(kind)
        .param(item.id())
        .param(item.name())
        .param(item.detail())
        .param(item.isPrivate())
        .param(at(clock.instant()))
        .param(by.value())
        .update();
  }

  private void unlink(PersonId by, ConnectionFacts connection, String kind, String externalId) {
    sql.sql(
            """
            update resources set unlinked_at = ?, unlinked_by = ?
            where workspace_id = current_workspace() and connection_id = ? and kind = ? and external_id = ? and unlinked_at is null
            """)
        .param(at(clock.instant()))
        .param(by.value())
        .param(connection.id().value())
        .param(kind)
        .param(externalId)
        .update();
  }
}
