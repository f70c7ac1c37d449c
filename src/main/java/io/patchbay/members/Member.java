package io.patchbay.members;

import io.patchbay.database.Scope;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;

/**
 * A person at work in one workspace, as the database knew them a moment ago.
 *
 * @param slug the workspace's name in addresses
 * @param workspaceName the workspace's name for people
 * @param plan the workspace's plan, such as {@code business}
 * @param billing whether the billing flag opens sensitive integrations to them
 * @param otherWorkspaces how many more workspaces they may go to
 * @param requestsWaiting how many requests wait for their answer; 0 for whoever may not answer any
 */
public record Member(
    PersonId person,
    WorkspaceId workspace,
    String slug,
    String workspaceName,
    String plan,
    String name,
    Role role,
    boolean billing,
    int otherWorkspaces,
    int requestsWaiting) {
  /** The rows this member works on: the workspace's, and their own. */
  public Scope scope() {
    return Scope.of(workspace, person);
  }
}
