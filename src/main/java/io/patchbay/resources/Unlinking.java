package io.patchbay.resources;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
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

  private record Gone(UUID connection, UUID install, String name) {}

  /**
   * @return what to show, or nothing if it was unlinked already
   */
  public Optional<Happening> unlink(
      WorkspaceId workspace, PersonId by, Integration integration, UUID resource) {
    return tenancy.within(
        Scope.of(workspace, by),
        () ->
            sql.sql(
                    """
                    update resources set unlinked_at = ?, unlinked_by = ?
                    where workspace_id = current_workspace() and id = ? and unlinked_at is null
                    returning connection_id, install_id, name
                    """)
                .param(at(clock.instant()))
                .param(by.value())
                .param(resource)
                .query((row, n) ->
                    new Gone(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3)))
                .optional()
                .map(it -> say(workspace, by, integration, it)));
  }

  private Happening say(WorkspaceId workspace, PersonId by, Integration integration, Gone gone) {
    vanishing.recount(new ConnectionId(gone.connection()));
    var happening =
        Happening.of(What.RESOURCES_UNLINKED, clock.instant(), workspace, integration.slug())
            .in(new InstallId(gone.install()))
            .to(new ConnectionId(gone.connection()), null)
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
