package io.patchbay.announcements;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.Expectations;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An entry that expects more than it did changes statuses without anything happening: a required
 * scope that was added is missing everywhere (scope drift). Its installs are then looked at.
 */
@Component
class ChangedEntries {
  private final JdbcClient engine;
  private final CurrentCatalog catalog;
  private final InstantSource clock;
  private @Nullable Catalog seen;

  ChangedEntries(
      @Qualifier("engine") JdbcClient engine, CurrentCatalog catalog, InstantSource clock) {
    this.engine = engine;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Costs nothing while the catalog is the one that was seen: a reload brings another. */
  @SuppressWarnings("ReferenceEquality")
  synchronized void notice() {
    var current = catalog.get();
    if (current != seen) {
      current.all().forEach(this::notice);
      seen = current;
    }
  }

  private void notice(Integration entry) {
    int changed =
        engine
            .sql(
                """
                insert into entries_seen as seen (integration, expects) values (?, ?)
                on conflict (integration) do update set expects = excluded.expects where seen.expects <> excluded.expects
                """)
            .param(entry.slug())
            .param(expects(entry))
            .update();
    if (changed > 0) {
      engine
          .sql("update announced_statuses set look_at = least(look_at, ?) where integration = ?")
          .param(at(clock.instant()))
          .param(entry.slug())
          .update();
    }
  }

  private static String expects(Integration entry) {
    return Expectations.of(entry)
        + entry.requiredSteps().map(Step::id).collect(Collectors.joining(",", " steps ", ""));
  }
}
