package io.patchbay.members;

/** What a member is in one workspace. A change acts on the member's next request. */
public enum Role {
  ADMIN("admin"),
  MANAGER("manager"),
  MEMBER("member");

  private final String code;

  Role(String code) {
    this.code = code;
  }

  /** As stored, and as the end of the key of its name. */
  public String code() {
    return code;
  }

  static Role of(String code) {
    for (Role role : values()) {
      if (role.code.equals(code)) {
        return role;
      }
    }
    throw new IllegalArgumentException("No role '" + code + "'; admin, manager or member");
  }
}
