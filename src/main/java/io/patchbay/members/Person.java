package io.patchbay.members;

import io.patchbay.ids.PersonId;
import java.util.List;

/**
 * Somebody signed in, outside of any workspace.
 *
 * @param operator runs this Patchbay or supports its users; a member of no workspace
 * @param memberships oldest first
 */
public record Person(PersonId id, String name, boolean operator, List<Membership> memberships) {
  public record Membership(String slug, String workspaceName, Role role) {}
}
