package io.patchbay.shell;

/** A setting with which the program does not start; the message names it, and the fix. */
public final class BadSetting extends RuntimeException {
  public BadSetting(String why) {
    super(why);
  }
}
