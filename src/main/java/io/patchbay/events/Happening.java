package io.patchbay.events;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to an install. Published inside the transaction that made it so; whoever
 * listens is part of it.
 *
 * @param id what an address may carry to show this outcome
 * @param by the person who did it, or null for the system
 * @param account the external account's name as it was then; untrusted text
 * @param code an internal code, safe to show
 * @param details further words for the sentence, by name; never a secret
 */
public record Happening(
    UUID id,
    Instant at,
    What what,
    WorkspaceId workspace,
    String integration,
    @Nullable InstallId install,
    @Nullable ConnectionId connection,
    @Nullable PersonId by,
    @Nullable String account,
    @Nullable String code,
    Map<String, String> details) {

  public static Happening of(What what, Instant at, WorkspaceId workspace, String integration) {
    return new Happening(
        UUID.randomUUID(),
        at,
        what,
        workspace,
        integration,
        null,
        null,
        null,
        null,
        null,
        Map.of());
  }

  public Happening in(@Nullable InstallId install) {
    return new Happening(
        id, at, what, workspace, integration, install, connection, by, account, code, details);
  }

  public Happening to(@Nullable ConnectionId connection, @Nullable String account) {
    return new Happening(
        id, at, what, workspace, integration, install, connection, by, account, code, details);
  }

  public Happening by(@Nullable PersonId person) {
    return new Happening(
        id, at, what, workspace, integration, install, connection, person, account, code, details);
  }

  public Happening because(@Nullable String code) {
    return new Happening(
        id, at, what, workspace, integration, install, connection, by, account, code, details);
  }

  public Happening saying(Map<String, String> details) {
    return new Happening(
        id,
        at,
        what,
        workspace,
        integration,
        install,
        connection,
        by,
        account,
        code,
        Map.copyOf(details));
  }
}
