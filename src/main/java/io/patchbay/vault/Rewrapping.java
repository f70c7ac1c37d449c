package io.patchbay.vault;

import static io.patchbay.database.Columns.uuid;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.Owner;
import io.patchbay.rounds.Round;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings every data key under the newest master key, while the program serves. Each row says under
 * which key it is sealed, so that whoever is killed goes on where it was. The secrets themselves
 * are not touched.
 */
@Configuration(proxyBeanMethods = false)
class Rewrapping {
  private static final Logger log = LoggerFactory.getLogger(Rewrapping.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final int AT_ONCE = 500;

  private final JdbcClient engine;
  private final Tenancy tenancy;
  private final SealedVault vault;

  Rewrapping(@Qualifier("engine") JdbcClient engine, Tenancy tenancy, SealedVault vault) {
    this.engine = engine;
    this.tenancy = tenancy;
    this.vault = vault;
  }

  @Bean
  static Task<Void> rewrappingTask(Rewrapping rewrapping) {
    return Tasks.recurring("rewrapping", FixedDelay.of(LOOK_EVERY))
        .execute((instance, context) -> rewrapping.rewrapAll());
  }

  /**
   * Each node seals under the newest key, also one that never gets to bring older ones under it.
   */
  @Bean
  static Round rereadingTheMasterKey(SealedVault vault) {
    return Round.every(LOOK_EVERY, "master key", vault::reread);
  }

  /**
   * @return how many were brought under the newest key
   */
  int rewrapAll() {
    long newest = vault.useNewestKey();
    int done = 0;
    for (var owners = older(newest, new UUID(0, 0));
        !owners.isEmpty();
        owners = older(newest, owners.getLast().id())) {
      for (var owner : owners) {
        done += rewrap(owner, newest);
      }
      log.info("{} data keys are under master key {} now", done, newest);
    }
    return done;
  }

  private int rewrap(Owner owner, long newest) {
    try {
      return tenancy.within(Scope.of(owner), () -> vault.rewrap(owner, newest)) ? 1 : 0;
    } catch (Vault.Unreadable unreadable) {
      log.error("{}: it stays as it is", unreadable.getMessage());
      return 0;
    }
  }

  private List<Owner> older(long newest, UUID after) {
    return engine
        .sql(
            """
            select owner_kind, owner_id from data_keys
            where master_key <> ? and owner_id > ? order by owner_id limit
            """
                + AT_ONCE)
        .param(newest)
        .param(after)
        .query((row, n) -> Owner.of(row.getString(1), uuid(row, 2)))
        .list();
  }
}
