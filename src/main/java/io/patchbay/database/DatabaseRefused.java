package io.patchbay.database;

/**
 * The database cannot be used as it is; the message says why, and the fix, in a sentence or two.
 */
public final class DatabaseRefused extends RuntimeException {
  public DatabaseRefused(String why) {
    super(why);
  }

  public DatabaseRefused(String why, Throwable cause) {
    super(why, cause);
  }
}
