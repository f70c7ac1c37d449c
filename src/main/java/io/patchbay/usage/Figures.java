package io.patchbay.usage;

import static io.patchbay.database.Columns.at;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What can be said of an integration over all workspaces, from twenty installs up. Counted once an
 * hour by whichever node comes first, and held in memory by each, so that no page asks for it.
 */
@Component
public class Figures {
  private final JdbcClient engine;
  private final InstantSource clock;
  private volatile Map<String, Figure> known = Map.of();

  Figures(@Qualifier("engine") JdbcClient engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * @param installs that are enabled and have an account
   * @param healthy those of them that had no trouble in the last thirty days
   */
  public record Figure(long installs, long healthy) {
    /** In whole percent, never rounded up: 100 means all of them. */
    public int healthyPercent() {
      return (int) (100 * healthy / installs);
    }
  }

  public Optional<Figure> of(String integration) {
    return Optional.ofNullable(known.get(integration));
  }

  /** Counts if it is time, and takes up what was counted. */
  public void refresh() {
    if (engine
        .sql("select count_figures(?)")
        .param(at(clock.instant()))
        .query(Boolean.class)
        .single()) {
      keepActive();
    }
    var figures = new HashMap<String, Figure>();
    engine
        .sql("select integration, installs, healthy from integration_figures")
        .query(
            (row, n) -> figures.put(row.getString(1), new Figure(row.getLong(2), row.getLong(3))))
        .list();
    known = Map.copyOf(figures);
  }

  /** How many installs are on stands once for each day, as it was counted last. */
  void keepActive() {
    engine
        .sql(
            """
            with today as (select date_trunc('day', ?::timestamptz, 'UTC') as day),
            counted as (select integration, count(*) as installs from installs where disabled_at is null group by 1)
            merge into usage_counts u
            using (
              select day, integration, coalesce(c.installs, 0) as installs
              from today, counted c
              full join (select integration from usage_counts, today where hour = day and what = 'active') u using (integration)) as n
            on u.hour = n.day and u.integration = n.integration and u.what = 'active' and u.detail = ''
            when matched then update set count = n.installs
            when not matched then insert (hour, integration, what, detail, count) values (n.day, n.integration, 'active', '', n.installs)
            """)
        .param(at(clock.instant()))
        .update();
  }
}
