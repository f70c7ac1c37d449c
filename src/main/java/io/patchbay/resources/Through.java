package io.patchbay.resources;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.database.Scope;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;

/** One person, picking one kind of thing through one account, in one workspace. */
public record Through(
    WorkspaceId workspace,
    PersonId person,
    Integration integration,
    Step.Pick step,
    ResourceKind kind,
    ConnectionFacts connection) {
  public Scope scope() {
    return Scope.of(workspace, person);
  }
}
