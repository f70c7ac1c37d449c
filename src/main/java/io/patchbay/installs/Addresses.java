package io.patchbay.installs;

import io.patchbay.events.Happening;
import io.patchbay.ids.ConnectionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an integration's pages are, inside one workspace. */
public record Addresses(String workspace) {
  public String directory() {
    return "/w/" + workspace + "/integrations";
  }

  /** Where a wish for what is not here is posted. */
  public String wishes() {
    return "/w/" + workspace + "/wishes";
  }

  public String details(String integration) {
    return directory() + "/" + integration;
  }

  public String setup(String integration, @Nullable String step) {
    return details(integration) + "/setup" + (step == null ? "" : "/" + step);
  }

  public String of(String integration, NextAction action) {
    return switch (action.kind()) {
      case CONNECT, CONTINUE_SETUP -> setup(integration, action.step());
      case RECONNECT, FIX_PERMISSIONS, FIX_WEBHOOK ->
          (NextAction.OWN.equals(action.step())
                  ? own(integration)
                  : setup(integration, action.step()))
              + about(action.connection());
      case ENABLE -> details(integration) + "/enabled";
      case ASK_ADMIN, REQUEST -> details(integration) + "/requests";
      case MANAGE, UNAVAILABLE, ASK_OWNER -> details(integration);
    };
  }

  /** The page where sources are connected. */
  public String connect() {
    return "/w/" + workspace + "/connect";
  }

  /** The same with this integration chosen. */
  public String connect(String integration) {
    return connect() + "?provider=" + integration;
  }

  public String sources() {
    return "/w/" + workspace + "/sources";
  }

  /** Where a source of one's own is added or renewed. */
  public static String own(String integration) {
    return "/account/sources/new/" + integration;
  }

  /** The details with what was just done on top. */
  public String outcome(String integration, Optional<Happening> done) {
    return details(integration) + done.map(it -> "?done=" + it.id()).orElse("");
  }

  private static String about(@Nullable ConnectionId connection) {
    return connection == null ? "" : "?connection=" + connection;
  }
}
