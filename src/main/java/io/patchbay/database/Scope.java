package io.patchbay.database;

import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows a statement may see: a workspace's, a person's, or both (a member at work in a
 * workspace).
 */
public record Scope(@Nullable WorkspaceId workspace, @Nullable PersonId person) {
  public static Scope of(WorkspaceId workspace) {
    return new Scope(workspace, null);
  }

  public static Scope of(WorkspaceId workspace, PersonId person) {
    return new Scope(workspace, person);
  }

  public static Scope of(PersonId person) {
    return new Scope(null, person);
  }

  public static Scope of(Owner owner) {
    return switch (owner) {
      case Owner.Workspace it -> of(it.workspace());
      case Owner.Person it -> of(it.person());
    };
  }
}
