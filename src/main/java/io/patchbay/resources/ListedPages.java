package io.patchbay.resources;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;

import io.patchbay.database.Tenancy;
import io.patchbay.providers.Listing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a provider listed for one person, page by page as it came. */
@Component
class ListedPages {
  /** A list that is older is read again. */
  static final Duration FRESH = Duration.ofHours(1);

  /** A provider that names page after page without an end is not followed further. */
  static final int MOST_PAGES = 200;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OF_THIS =
      " workspace_id = current_workspace() and person_id = current_person() and connection_id = ? and kind = ? and installation = ? ";

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final InstantSource clock;

  ListedPages(Tenancy tenancy, JdbcClient sql, InstantSource clock) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * @param kind empty for the installations themselves
   * @param installation empty where there are none
   */
  record Key(Through through, String kind, String installation) {}

  /**
   * @param ended whether there is no further page, or none that we follow
   * @param cut whether it was us who ended it
   * @param reading whether somebody reads on right now
   */
  record Known(
      Instant startedAt,
      int pages,
      @Nullable String next,
      boolean ended,
      boolean cut,
      boolean reading,
      List<Listing.Item> items) {}

  /**
   * What was read so far; nothing where it was never read or is too old. What a provider listed
   * twice, because its list moved meanwhile or its pages come again, is there once.
   */
  Optional<Known> find(Key key) {
    return tenancy.within(
        key.through().scope(),
        () -> {
          var items = new LinkedHashMap<String, Listing.Item>();
          return row(key)
              .map(known -> {
                sql.sql("select items::text from listed_pages where" + OF_THIS + "order by page")
                    .params(of(key))
                    .query(String.class)
                    .list()
                    .forEach(page ->
                        JSON.readValue(page, new TypeReference<List<Listing.Item>>() {})
                            .forEach(it -> items.putIfAbsent(it.id(), it)));
                return new Known(
                    known.startedAt(),
                    known.pages(),
                    known.next(),
                    known.ended(),
                    known.cut(),
                    known.reading(),
                    List.copyOf(items.values()));
              });
        });
  }

  /** The same without the items. */
  Optional<Known> stand(Key key) {
    return tenancy.within(key.through().scope(), () -> row(key));
  }

  private Optional<Known> row(Key key) {
    var now = clock.instant();
    return sql.sql(
            "select started_at, pages, next, ended, cut, coalesce(reading_until > ?, false) from listings where"
                + OF_THIS
                + "and started_at > ?")
        .param(at(now))
        .params(of(key))
        .param(at(now.minus(FRESH)))
        .query((row, n) ->
            new Known(
                requiredInstant(row, 1),
                row.getInt(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                List.of()))
        .optional();
  }

  /** Keeps the page that follows what was known; if somebody else kept it first, theirs stays. */
  void keep(Key key, @Nullable Known before, Listing.Page page) {
    tenancy.within(
        key.through().scope(),
        () -> {
          int number = before == null ? 0 : before.pages();
          if (before == null) {
            begin(key);
          }
          boolean again = page.next() != null && seen(key, page.next());
          boolean cut = again || (page.next() != null && number + 1 >= MOST_PAGES);
          int first =
              sql.sql(
                      "update listings set pages = pages + 1, next = ?, ended = ?, cut = ? where"
                          + OF_THIS
                          + "and pages = ?")
                  .param(page.next())
                  .param(page.next() == null || cut)
                  .param(cut)
                  .params(of(key))
                  .param(number)
                  .update();
          if (first == 1) {
            insert(key, number, page);
          }
        });
  }

  private void begin(Key key) {
    sql.sql("delete from listings where" + OF_THIS + "and started_at <= ?")
        .params(of(key))
        .param(at(clock.instant().minus(FRESH)))
        .update();
    sql.sql(
            """
            insert into listings (workspace_id, person_id, connection_id, kind, installation, started_at)
            values (current_workspace(), current_person(), ?, ?, ?, ?) on conflict do nothing
            """)
        .params(of(key))
        .param(at(clock.instant()))
        .update();
  }

  private boolean seen(Key key, String next) {
    return sql.sql("select exists (select 1 from listed_pages where" + OF_THIS + "and next = ?)")
        .params(of(key))
        .param(next)
        .query(Boolean.class)
        .single();
  }

  private void insert(Key key, int number, Listing.Page page) {
    sql.sql(
            """
            insert into listed_pages (workspace_id, person_id, connection_id, kind, installation, page, next, items)
            values (current_workspace(), current_person(), ?, ?, ?, ?, ?, ?::jsonb)
            """)
        .params(of(key))
        .param(number)
        .param(page.next())
        .param(JSON.writeValueAsString(page.items()))
        .update();
  }

  /** Whether the caller is the one who reads on; for as long as the lease holds, nobody else is. */
  boolean claim(Key key, Duration lease) {
    var now = clock.instant();
    return tenancy.within(
        key.through().scope(),
        () ->
            sql.sql(
                        "update listings set reading_until = ? where"
                            + OF_THIS
                            + "and not ended and (reading_until is null or reading_until < ?)")
                    .param(at(now.plus(lease)))
                    .params(of(key))
                    .param(at(now))
                    .update()
                == 1);
  }

  void letGo(Key key) {
    tenancy.within(
        key.through().scope(),
        () ->
            sql.sql("update listings set reading_until = null where" + OF_THIS)
                .params(of(key))
                .update());
  }

  /** Forgets all lists of an account, so that they are read again. */
  void forget(Through through) {
    tenancy.within(
        through.scope(),
        () ->
            sql.sql(
                    "delete from listings where workspace_id = current_workspace() and person_id = current_person() and connection_id = ?")
                .param(through.connection().id().value())
                .update());
  }

  private static List<Object> of(Key key) {
    return List.of(key.through().connection().id().value(), key.kind(), key.installation());
  }
}
