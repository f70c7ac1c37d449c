package io.patchbay.health;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rounds of the engine, made when a test says so. */
public record ByHand(ApplicationContext program) {

  /** Claims due checks without making them. */
  public static final class Claims {
    private final DueChecks due;
    private List<DueChecks.Due> claimed = List.of();

    public Claims(JdbcClient engine) {
      this.due = new DueChecks(engine, InstantSource.system());
    }

    /** How many they were. */
    public int claim(int atMost) {
      claimed = due.claim(atMost);
      return claimed.size();
    }

    /** What was claimed last counts as checked, and is not due for a year. */
    public void checked(JdbcClient sql) {
      sql.sql(
              """
              update checks_due set due_at = now() + interval '1 year', claimed_until = null
              where (owner_id, connection_id) in (select * from unnest(?::uuid[], ?::uuid[]))
              """)
          .param(claimed.stream().map(it -> it.owner().id()).toArray(UUID[]::new))
          .param(claimed.stream().map(it -> it.connection().value()).toArray(UUID[]::new))
          .update();
    }
  }

  public void checkAll() {
    program.getBean(DueWork.class).checkAll();
  }

  public void renewAll() {
    program.getBean(DueWork.class).renewAll();
  }

  /** Until nothing that a round started is under way. */
  public void rest() {
    program.getBean(DueWork.class).rest();
  }

  public void probe() {
    program.getBean(DueWork.class).probe();
  }
}
