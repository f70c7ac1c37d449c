package io.patchbay.resources;

import static io.patchbay.database.Columns.at;

import io.patchbay.database.Tenancy;
import io.patchbay.providers.Listing;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person ticked and filled in so far, kept until it is connected: searches, pages and
 * reloads don't lose it, and no address has to carry thousands of ids.
 */
@Component
public class Drafts {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OF_THIS =
      " workspace_id = current_workspace() and person_id = current_person() and connection_id = ? and kind = ? ";

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final InstantSource clock;

  Drafts(Tenancy tenancy, JdbcClient sql, InstantSource clock) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * @param from of each id at the provider that is chosen, which installation it is from
   * @param choices by field of the forms
   */
  public record Draft(Map<String, String> from, Map<String, List<String>> choices) {
    public Set<String> chosen() {
      return from.keySet();
    }

    public Set<String> installations() {
      return Set.copyOf(from.values());
    }

    public int size() {
      return from.size();
    }
  }

  public Draft find(Through through) {
    return tenancy.within(
        through.scope(),
        () -> {
          var rows =
              sql.sql("select external_id, installation from drafted where" + OF_THIS)
                  .params(of(through))
                  .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                  .list();
          var choices =
              sql.sql("select choices::text from drafts where" + OF_THIS)
                  .params(of(through))
                  .query(String.class)
                  .optional()
                  .map(it -> JSON.readValue(it, new TypeReference<Map<String, List<String>>>() {}))
                  .orElse(Map.of());
          return new Draft(
              rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
              choices);
        });
  }

  /**
   * Of what one page showed, exactly what is ticked stays chosen; what other pages hold stays as it
   * is.
   *
   * @param shown what the provider listed on that page: nothing else can be chosen
   */
  public void tick(
      Through through, String installation, List<Listing.Item> shown, Set<String> ticked) {
    tenancy.within(
        through.scope(),
        () -> {
          touch(through);
          add(
              through,
              installation,
              shown.stream().filter(it -> ticked.contains(it.id())).toList());
          remove(
              through,
              shown.stream().map(Listing.Item::id).filter(it -> !ticked.contains(it)).toList());
        });
  }

  /** Adds to what is chosen. */
  public void choose(Through through, String installation, List<Listing.Item> items) {
    tenancy.within(
        through.scope(),
        () -> {
          touch(through);
          add(through, installation, items);
        });
  }

  public void keepChoices(Through through, Map<String, List<String>> choices) {
    tenancy.within(
        through.scope(),
        () -> {
          touch(through);
          sql.sql("update drafts set choices = ?::jsonb where" + OF_THIS)
              .param(JSON.writeValueAsString(choices))
              .params(of(through))
              .update();
        });
  }

  /** Takes these out of what is chosen. */
  public void untick(Through through, Collection<String> ids) {
    tenancy.within(through.scope(), () -> remove(through, ids));
  }

  /** Forgets what is chosen, and keeps what was filled in. */
  public void clear(Through through) {
    tenancy.within(
        through.scope(),
        () -> sql.sql("delete from drafted where" + OF_THIS).params(of(through)).update());
  }

  private void touch(Through through) {
    sql.sql(
            """
            insert into drafts (workspace_id, person_id, connection_id, kind, touched_at)
            values (current_workspace(), current_person(), ?, ?, ?)
            on conflict (workspace_id, person_id, connection_id, kind) do update set touched_at = excluded.touched_at
            """)
        .params(of(through))
        .param(at(clock.instant()))
        .update();
  }

  private void add(Through through, String installation, List<Listing.Item> items) {
    if (items.isEmpty()) {
      return;
    }
    sql.sql(
            """
            insert into drafted (workspace_id, person_id, connection_id, kind, external_id, installation, name, detail, private, archived)
            select current_workspace(), current_person(), ?, ?, i->>'id', ?, i->>'name', i->>'detail', (i->>'isPrivate')::boolean, (i->>'archived')::boolean
            from jsonb_array_elements(?::jsonb) i
            on conflict do nothing
            """)
        .params(of(through))
        .param(installation)
        .param(JSON.writeValueAsString(items))
        .update();
  }

  private void remove(Through through, Collection<String> ids) {
    if (!ids.isEmpty()) {
      sql.sql("delete from drafted where" + OF_THIS + "and external_id = any(?)")
          .params(of(through))
          .param(ids.toArray(String[]::new))
          .update();
    }
  }

  private static List<Object> of(Through through) {
    return List.of(through.connection().id().value(), through.kind().id());
  }
}
