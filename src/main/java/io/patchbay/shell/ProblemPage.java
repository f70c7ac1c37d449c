package io.patchbay.shell;

/**
 * What an error page says.
 *
 * @param happened what happened
 * @param todo what to do
 * @param next what we do next, or empty
 * @param way where the one button leads
 */
public record ProblemPage(
    int status, String title, String happened, String todo, String next, Way way) {
  public enum Way {
    HOME,
    AGAIN
  }
}
