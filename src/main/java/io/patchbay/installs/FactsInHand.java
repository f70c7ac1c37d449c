package io.patchbay.installs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchbay.database.OneTrip;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * The facts of workspaces that this node read lately. Each reader asks the database first whether
 * any of the rows was touched since ({@link Touched}), in the trip that lets them in; only then are
 * the rows themselves fetched and read again, in a second trip. Facts are kept, never a status:
 * what they mean is asked anew each time.
 */
@Component
public class FactsInHand {
  /** In installs and connections together: about 20 MB. */
  private static final int KEPT = 20_000;

  /** A server that was set back to an earlier day could number its transactions alike. */
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private final DataSource app;
  private final Cache<UUID, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((UUID workspace, Known it) -> it.weight())
          .expireAfterWrite(TRUSTED)
          .build();

  FactsInHand(DataSource app) {
    this.app = app;
  }

  private record Known(Touched as, Map<String, InstallFacts> facts) {
    int weight() {
      return 1 + facts.values().stream().mapToInt(it -> 1 + it.connections().size()).sum();
    }
  }

  /** One reader's question, to be answered after its trip has run. */
  public final class Question {
    private final Consumer<OneTrip> enter;
    private final Touched touched;

    private Question(OneTrip trip, Consumer<OneTrip> enter) {
      this.enter = enter;
      this.touched = Touched.ask(trip);
    }

    /** By integration; from a second trip if anything changed since the last one. */
    public Map<String, InstallFacts> byIntegration() {
      var workspace = touched.workspace();
      if (workspace == null) {
        return Map.of();
      }
      var last = known.getIfPresent(workspace);
      return last != null && last.as().same(touched) ? last.facts() : again(workspace);
    }

    /** The versions come first: what is written meanwhile makes the next reader read again. */
    private Map<String, InstallFacts> again(UUID workspace) {
      var trip = new OneTrip();
      enter.accept(trip);
      var as = Touched.ask(trip);
      var reading = Installs.all(trip);
      trip.run(app);
      var facts = reading.byIntegration();
      if (workspace.equals(as.workspace())) {
        known.put(workspace, new Known(as, facts));
      }
      return facts;
    }
  }

  /**
   * @param trip to which the question is added
   * @param enter adds the statement that enters the workspace, which the trip begins with already
   */
  public Question ask(OneTrip trip, Consumer<OneTrip> enter) {
    return new Question(trip, enter);
  }
}
