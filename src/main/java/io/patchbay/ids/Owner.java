package io.patchbay.ids;

import java.util.UUID;

/**
 * Who a credential belongs to: a workspace, or a person whose personal source it is. Secrets and
 * data keys belong to the owner, and the owner's id stands in every key.
 */
public sealed interface Owner {
  UUID id();

  /**
   * {@code workspace} or {@code person}, as stored and as bound into a secret's associated data.
   */
  String kind();

  static Owner of(String kind, UUID id) {
    return switch (kind) {
      case "workspace" -> new Workspace(new WorkspaceId(id));
      case "person" -> new Person(new PersonId(id));
      default ->
          throw new IllegalArgumentException(
              "No kind of owner '" + kind + "'; workspace or person");
    };
  }

  record Workspace(WorkspaceId workspace) implements Owner {
    @Override
    public UUID id() {
      return workspace.value();
    }

    @Override
    public String kind() {
      return "workspace";
    }
  }

  record Person(PersonId person) implements Owner {
    @Override
    public UUID id() {
      return person.value();
    }

    @Override
    public String kind() {
      return "person";
    }
  }
}
