package io.patchbay.members;

/** Whom an action needs. */
enum Need {
  MEMBER("member"),
  MANAGER("manager"),
  ADMIN("admin"),
  ADMIN_OR_BILLING("billing");

  private final String code;

  Need(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  boolean isMetBy(Member member) {
    return switch (this) {
      case MEMBER -> true;
      case MANAGER -> member.role() == Role.MANAGER || member.role() == Role.ADMIN;
      case ADMIN -> member.role() == Role.ADMIN;
      case ADMIN_OR_BILLING -> member.role() == Role.ADMIN || member.billing();
    };
  }
}
