package io.patchbay.database;

/** A role that may sign in to PostgreSQL, and its password, which never prints. */
public record Login(String user, String password) {
  @Override
  public String toString() {
    return user;
  }

  /** The role's name as SQL wants it: quoted, so that any name is one. */
  String quoted() {
    return '"' + user.replace("\"", "\"\"") + '"';
  }
}
