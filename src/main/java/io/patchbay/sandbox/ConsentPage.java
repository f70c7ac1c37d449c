package io.patchbay.sandbox;

import java.util.List;

/**
 * A consent screen.
 *
 * @param action where the form goes
 * @param nonce good for one answer
 * @param unticks whether people choose scopes here as they do at the real provider
 * @param unticksForTests whether the sandbox lets them although the real provider does not
 * @param app the origin of the app that asks
 */
public record ConsentPage(
    String provider,
    String name,
    String host,
    String action,
    String nonce,
    List<Choice> accounts,
    List<Permission> permissions,
    boolean unticks,
    boolean unticksForTests,
    String app) {
  /** An account to choose. */
  public record Choice(String id, String name, String detail, boolean chosen) {}

  /** A scope that is asked for. */
  public record Permission(String scope, String means, boolean mayUntick) {
    /** An address without what all of its kind begin with. */
    public String shortly() {
      return scope.startsWith("https://") ? "…" + scope.substring(scope.lastIndexOf('/')) : scope;
    }
  }
}
