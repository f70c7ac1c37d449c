package io.patchbay.resources;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Ends one link, or changes what was chosen for it. Nothing is asked of the provider. */
@Component
public class Unlinking {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Vanishing vanishing;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Unlinking(
      Tenancy tenancy,
      JdbcClient sql,
      Vanishing vanishing,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.vanishing = vanishing;
    this.clock = clock;
    this.events = events;
  }

  private record Gone(Owner owner, ConnectionId connection, InstallId install, String name) {}

  private record Ended(Gone gone, Happening happening) {}

  /**
   * @return what to show, or nothing if it was unlinked already
   */
  public Optional<Happening> unlink(
      WorkspaceId workspace, PersonId by, Integration integration, UUID resource) {
    var ended =
        tenancy.within(
            Scope.of(workspace, by),
            () ->
                end(workspace, by, resource)
                    .map(it -> new Ended(it, say(workspace, by, integration, it))));
    ended
        .map(Ended::gone)
        .filter(it -> it.owner() instanceof Owner.Person)
        .ifPresent(it ->
            tenancy.within(
                Scope.of(it.owner()), () -> vanishing.recount(integration, it.connection())));
    return ended.map(Ended::happening);
  }

  private Optional<Gone> end(WorkspaceId workspace, PersonId by, UUID resource) {
    return sql.sql(
            """
            update resources set unlinked_at = ?, unlinked_by = ?
            where workspace_id = current_workspace() and id = ? and unlinked_at is null
            returning owner_id, connection_id, install_id, name
            """)
        .param(at(clock.instant()))
        .param(by.value())
        .param(resource)
        .query((row, n) ->
            new Gone(
                owner(workspace, uuid(row, 1)),
                new ConnectionId(uuid(row, 2)),
                new InstallId(uuid(row, 3)),
                row.getString(4)))
        .optional();
  }

  private static Owner owner(WorkspaceId workspace, UUID id) {
    return id.equals(workspace.value())
        ? new Owner.Workspace(workspace)
        : new Owner.Person(new PersonId(id));
  }

  private Happening say(WorkspaceId workspace, PersonId by, Integration integration, Gone gone) {
    if (gone.owner() instanceof Owner.Workspace) {
      vanishing.recount(integration, gone.connection());
    }
    var happening =
        Happening.of(What.RESOURCES_UNLINKED, clock.instant(), workspace, integration.slug())
            .in(gone.install())
            .to(gone.connection(), null)
            .by(by)
            .saying(Map.of("count", "1", "names", gone.name()));
    events.publishEvent(happening);
    return happening;
  }

  /** Keeps what was chosen for one link; fields that are not named stay as they were. */
  public void configure(
      WorkspaceId workspace, PersonId by, UUID resource, Map<String, List<String>> choices) {
    tenancy.within(
        Scope.of(workspace, by),
        () ->
            sql.sql(
                    """
                    update resources set choices = choices || ?::jsonb
                    where workspace_id = current_workspace() and id = ? and unlinked_at is null
                    """)
                .param(JSON.writeValueAsString(choices))
                .param(resource)
                .update());
  }

  /** The same for everything of one install. */
  public void configureAll(
      WorkspaceId workspace, PersonId by, InstallId install, Map<String, List<String>> choices) {
    tenancy.within(
        Scope.of(workspace, by),
        () ->
            sql.sql(
                    """
                    update resources set choices = choices || ?::jsonb
                    where workspace_id = current_workspace() and install_id = ? and unlinked_at is null
                    """)
                .param(JSON.writeValueAsString(choices))
                .param(install.value())
                .update());
  }
}
