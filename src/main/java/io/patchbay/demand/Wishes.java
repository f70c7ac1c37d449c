package io.patchbay.demand;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people would like to connect and can't yet: entries that are coming soon, and words that
 * found nothing. Each person counts once for each, may say what for, and may take it back. Call it
 * inside the workspace's rows.
 */
@Component
public class Wishes {
  static final int LONGEST = 200;
  private static final int MOST = 500;

  private final JdbcClient sql;
  private final InstantSource clock;

  Wishes(JdbcClient sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** What one person would use it for. */
  public record Reason(String by, String sentence) {}

  /**
   * One thing that is wished for.
   *
   * @param integration its slug, or null
   * @param words as first typed, or null
   * @param people how many of the workspace wish for it
   * @param own the reader's own wish, or null
   * @param sentence what the reader said; may be empty
   * @param reasons what people said, the oldest first
   */
  public record Wish(
      @Nullable String integration,
      @Nullable String words,
      int people,
      @Nullable UUID own,
      String sentence,
      List<Reason> reasons) {
    public static final Wish NOBODYS = new Wish(null, null, 0, null, "", List.of());

    private static Wish of(List<Row> rows) {
      var first = rows.getFirst();
      var own = rows.stream().filter(Row::own).findFirst();
      return new Wish(
          first.integration(),
          first.words(),
          first.people(),
          own.map(Row::id).orElse(null),
          own.map(Row::sentence).orElse(""),
          rows.stream()
              .filter(it -> !it.sentence().isEmpty())
              .map(it -> new Reason(it.by(), it.sentence()))
              .toList());
    }
  }

  private record Row(
      UUID id,
      @Nullable String integration,
      @Nullable String words,
      String sentence,
      String by,
      boolean own,
      int people) {
    String what() {
      return words == null ? "/" + integration : words.toLowerCase(Locale.ROOT);
    }
  }

  /** The most wished for first; the list fills when the trip runs. */
  static List<Wish> all(OneTrip trip) {
    var found = new ArrayList<Wish>();
    ask(trip, "", List.of(), found);
    return found;
  }

  /** The same of one entry: one, or none. */
  public static List<Wish> of(OneTrip trip, String integration) {
    var found = new ArrayList<Wish>(1);
    ask(trip, " and w.integration = ?", List.of(integration), found);
    return found;
  }

  private static void ask(OneTrip trip, String and, List<String> values, List<Wish> found) {
    trip.ask(
        """
        select w.id, w.integration, w.words, w.sentence, m.name, w.asked_by = (select current_person()),
               (count(*) over (partition by w.integration, lower(w.words)))::integer as people
        from wishes w
        join members m on m.workspace_id = w.workspace_id and m.person_id = w.asked_by and m.left_at is null
        where w.workspace_id = (select current_workspace())\
        """
            + and
            + " order by people desc, w.integration, lower(w.words), 6 desc, w.asked_at limit "
            + MOST,
        values,
        rows -> {
          var byWhat = new LinkedHashMap<String, List<Row>>();
          while (rows.next()) {
            var row = row(rows);
            byWhat.computeIfAbsent(row.what(), it -> new ArrayList<>()).add(row);
          }
          byWhat.values().stream().map(Wish::of).forEach(found::add);
        });
  }

  private static Row row(ResultSet row) throws SQLException {
    var sentence = row.getString(4);
    return new Row(
        uuid(row, 1),
        row.getString(2),
        row.getString(3),
        sentence == null ? "" : sentence,
        row.getString(5),
        row.getBoolean(6),
        row.getInt(7));
  }

  /**
   * A wish of the reader's that may have come true and was not put away yet.
   *
   * @param integration its slug, or null
   * @param words as typed, or null
   */
  public record Open(
      UUID id, @Nullable String integration, @Nullable String words, Instant askedAt) {}

  /**
   * @param sentence what for; empty leaves what was said before
   */
  void integration(WorkspaceId workspace, String slug, PersonId by, String sentence) {
    sql.sql(
            """
            insert into wishes (workspace_id, integration, asked_by, asked_at, sentence)
            values (?, ?, ?, ?, nullif(?, ''))
            on conflict (workspace_id, asked_by, integration) where integration is not null
            do update set sentence = coalesce(excluded.sentence, wishes.sentence), told_at = null
            """)
        .param(workspace.value())
        .param(slug)
        .param(by.value())
        .param(at(clock.instant()))
        .param(sentence)
        .update();
  }

  void words(WorkspaceId workspace, String words, PersonId by) {
    sql.sql(
            """
            insert into wishes (workspace_id, words, asked_by, asked_at) values (?, ?, ?, ?)
            on conflict do nothing
            """)
        .param(workspace.value())
        .param(words)
        .param(by.value())
        .param(at(clock.instant()))
        .update();
  }

  /** What was taken back. */
  record Withdrawn(@Nullable String integration, @Nullable String words) {}

  /**
   * @return nothing if it was no wish of this person's, or not any more
   */
  Optional<Withdrawn> withdraw(UUID id, PersonId by) {
    return sql.sql(
            """
            delete from wishes where workspace_id = current_workspace() and id = ? and asked_by = ?
            returning integration, words
            """)
        .param(id)
        .param(by.value())
        .query((row, n) -> new Withdrawn(row.getString(1), row.getString(2)))
        .optional();
  }

  /** The notice that it is here was read. */
  void told(UUID id, PersonId by) {
    sql.sql(
            """
            update wishes set told_at = ?
            where workspace_id = current_workspace() and id = ? and asked_by = ? and told_at is null
            """)
        .param(at(clock.instant()))
        .param(id)
        .param(by.value())
        .update();
  }
}
