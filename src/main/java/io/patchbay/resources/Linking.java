package io.patchbay.resources;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Links what a draft holds. One at a time in an install: of two people with the same thing in their
 * drafts the first links it, and the second hears who did.
 */
@Component
public class Linking {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Linking(Tenancy tenancy, JdbcClient sql, InstantSource clock, ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.clock = clock;
    this.events = events;
  }

  /**
   * One thing that is linked in the workspace.
   *
   * @param connection through which
   * @param by who linked it, as the workspace knows them; may be empty
   */
  public record Link(String externalId, String name, UUID connection, String by) {}

  public sealed interface Result {}

  /**
   * @param before what was chosen and linked already, by whom and through what
   */
  public record Linked(Happening happening, List<String> names, List<Link> before)
      implements Result {}

  /** More than the entry allows; nothing was linked, and the draft is as it was. */
  public record TooMany(int linked, int asked) implements Result {}

  /** What is linked of a kind in this workspace, through whichever account. */
  public List<Link> linked(Through through, InstallId install) {
    return tenancy.within(through.scope(), () -> links(through, install, null));
  }

  /**
   * @param choices for each of the things, by field
   */
  public Result link(Through through, InstallId install, Map<String, List<String>> choices) {
    return link(through, install, choices, Map.of());
  }

  /**
   * @param also what else is written down with what happened
   */
  public Result link(
      Through through,
      InstallId install,
      Map<String, List<String>> choices,
      Map<String, String> also) {
    return tenancy.within(
        through.scope(),
        () -> {
          lock(install);
          var chosen = chosen(through);
          var before = links(through, install, chosen.toArray(String[]::new));
          int already = count(through, install);
          int added = chosen.size() - before.size();
          if (added > 0 && already + added > through.step().max()) {
            return new TooMany(already, chosen.size());
          }
          open(through, install);
          var names = insert(through, install, choices);
          forget(through);
          var details = new HashMap<>(also);
          details.put("count", String.valueOf(names.size()));
          details.put("names", few(names));
          details.put("kind", through.kind().id());
          details.put("already", String.valueOf(already));
          details.put("before", String.valueOf(before.size()));
          details.put("before_name", before.isEmpty() ? "" : before.getFirst().name());
          details.put("before_by", before.isEmpty() ? "" : before.getFirst().by());
          var happening =
              Happening.of(
                      What.RESOURCES_LINKED,
                      clock.instant(),
                      through.workspace(),
                      through.integration().slug())
                  .in(install)
                  .to(through.connection().id(), through.connection().account().shown())
                  .by(through.person())
                  .saying(details);
          events.publishEvent(happening);
          return new Linked(happening, names, before);
        });
  }

  private void lock(InstallId install) {
    sql.sql("select 1 from installs where workspace_id = current_workspace() and id = ? for update")
        .param(install.value())
        .query()
        .singleRow();
  }

  private List<String> chosen(Through through) {
    return sql.sql(
            "select external_id from drafted where workspace_id = current_workspace() and person_id = current_person() and connection_id = ? and kind = ?")
        .param(through.connection().id().value())
        .param(through.kind().id())
        .query((row, n) -> row.getString(1))
        .list();
  }

  /**
   * @param among ids to look for, or null for all
   */
  private List<Link> links(
      Through through, InstallId install, String @org.jspecify.annotations.Nullable [] among) {
    return sql.sql(
            """
            select r.external_id, r.name, r.connection_id, coalesce(m.name, '')
            from resources r
            left join members m on m.workspace_id = r.workspace_id and m.person_id = r.linked_by
            where r.workspace_id = current_workspace() and r.install_id = ? and r.kind = ? and r.unlinked_at is null
              and (?::text[] is null or r.external_id = any(?))
            """)
        .param(install.value())
        .param(through.kind().id())
        .param(among)
        .param(among)
        .query((row, n) ->
            new Link(row.getString(1), row.getString(2), uuid(row, 3), row.getString(4)))
        .list();
  }

  private int count(Through through, InstallId install) {
    return sql.sql(
            "select count(*) from resources where workspace_id = current_workspace() and install_id = ? and kind = ? and unlinked_at is null")
        .param(install.value())
        .param(through.kind().id())
        .query(Integer.class)
        .single();
  }

  /** A personal source is opened to this workspace by its owner, with the first thing it links. */
  private void open(Through through, InstallId install) {
    if (through.connection().owner() instanceof Owner.Person owner) {
      sql.sql(
              """
              insert into personal_links (workspace_id, install_id, person_id, connection_id, linked_at, linked_by)
              values (current_workspace(), ?, ?, ?, ?, ?)
              on conflict (workspace_id, install_id, person_id, connection_id)
              do update set unlinked_at = null, unlinked_by = null
              """)
          .param(install.value())
          .param(owner.id())
          .param(through.connection().id().value())
          .param(at(clock.instant()))
          .param(through.person().value())
          .update();
    }
  }

  private List<String> insert(
      Through through, InstallId install, Map<String, List<String>> choices) {
    return sql.sql(
            """
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, installation,
                                   name, detail, private, archived, choices, linked_at, linked_by)
            select d.workspace_id, :install, :owner, d.connection_id, d.kind, d.external_id, d.installation,
                   d.name, d.detail, d.private, d.archived, :choices::jsonb, :now, d.person_id
            from drafted d
            where d.workspace_id = current_workspace() and d.person_id = current_person()
              and d.connection_id = :connection and d.kind = :kind
              and not exists (
                select 1 from resources r
                where r.workspace_id = d.workspace_id and r.install_id = :install and r.kind = d.kind
                  and r.external_id = d.external_id and r.unlinked_at is null)
            order by d.name
            on conflict do nothing
            returning name
            """)
        .param("install", install.value())
        .param("owner", through.connection().owner().id())
        .param("connection", through.connection().id().value())
        .param("kind", through.kind().id())
        .param("choices", JSON.writeValueAsString(choices))
        .param("now", at(clock.instant()))
        .query((row, n) -> row.getString(1))
        .list();
  }

  private void forget(Through through) {
    sql.sql(
            "delete from drafts where workspace_id = current_workspace() and person_id = current_person() and connection_id = ? and kind = ?")
        .param(through.connection().id().value())
        .param(through.kind().id())
        .update();
  }

  static String few(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(3, names.size())))
        + (names.size() > 3 ? ", …" : "");
  }
}
