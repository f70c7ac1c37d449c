package io.patchbay.installs;

import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.catalog.Webhook;
import io.patchbay.connections.ConnectionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far an install's setup is: the catalog's steps, each asked of the facts. */
public record Setup(List<State> steps, int requiredDone, int requiredTotal) {

  /**
   * @param count how many resources are linked, for a pick step; otherwise 0
   */
  public record State(Step step, boolean done, boolean skipped, int count) {}

  /** Without an install nothing is done. */
  public static Setup of(Integration integration, @Nullable InstallFacts install) {
    var steps = new ArrayList<State>(integration.steps().size());
    int done = 0;
    int total = 0;
    for (Step step : integration.steps()) {
      var state = state(integration, step, install);
      steps.add(state);
      if (!step.optional()) {
        total++;
        done += state.done() ? 1 : 0;
      }
    }
    return new Setup(steps, done, total);
  }

  public boolean complete() {
    return requiredDone == requiredTotal;
  }

  public boolean begun() {
    return steps.stream().anyMatch(State::done);
  }

  /** The first required step that is not done. */
  public Optional<Step> next() {
    return steps.stream()
        .filter(state -> !state.done() && !state.step().optional())
        .map(State::step)
        .findFirst();
  }

  private static State state(Integration integration, Step step, @Nullable InstallFacts install) {
    if (install == null) {
      return new State(step, false, false, 0);
    }
    int count = step instanceof Step.Pick pick ? install.picked().getOrDefault(pick.of(), 0) : 0;
    boolean done =
        switch (step) {
          case Step.Connect _ ->
              install.connections().stream().anyMatch(it -> it.firstOk() != null);
          case Step.Pick pick -> count >= pick.min();
          case Step.Form form -> saved(form, install.saved().get(form.id()));
          case Step.Webhook _ -> heard(integration.webhook(), install.connections());
        };
    return new State(step, done, install.skipped().contains(step.id()), count);
  }

  private static boolean saved(Step.Form form, @Nullable Set<String> chosen) {
    return chosen != null
        && form.fields().stream()
            .filter(Field::required)
            .allMatch(field -> chosen.contains(field.id()));
  }

  /**
   * Where each connection has a secret of its own, each must have been heard from; one event proves
   * the app's secret.
   */
  private static boolean heard(@Nullable Webhook webhook, List<ConnectionFacts> connections) {
    if (webhook == null || connections.isEmpty()) {
      return false;
    }
    return switch (webhook.signature().secretFrom()) {
      case CONNECTION -> connections.stream().allMatch(it -> it.webhooks().firstEvent() != null);
      case APP -> connections.stream().anyMatch(it -> it.webhooks().firstEvent() != null);
    };
  }
}
