package io.patchbay.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * Everything that can be broken, provider by provider.
 *
 * @param form what every form of the page sends along, so that no other page can send one
 */
public record SwitchesPage(String form, List<Provider> providers) {
  /** A provider; one with signed events has webhooks of each account's own, or the app's hook. */
  public record Provider(
      String id,
      String name,
      List<Grant> grants,
      List<Trouble> troubles,
      Optional<Webhooks> webhooks,
      Optional<Hook> hook) {}

  /**
   * An account that let the app in.
   *
   * @param keyed whether a pasted key stands for it, then {@code key} is its text
   */
  public record Grant(
      String account,
      String name,
      String detail,
      String since,
      String state,
      boolean works,
      boolean keyed,
      String key,
      boolean refreshes,
      boolean revoked,
      boolean accessExpired,
      boolean loginExpired,
      List<Scope> scopes) {}

  /** A permission, and whether the provider took it away. */
  public record Scope(String scope, boolean dropped) {}

  /** Something that goes wrong while it is on. */
  public record Trouble(String id, String label, String means, boolean on) {}

  /** Where signed events go. */
  public record Webhooks(List<Choice> accounts, List<Endpoint> endpoints) {}

  /** An account to choose. */
  public record Choice(String id, String name) {}

  /** An address with its signing secret. */
  public record Endpoint(String id, String account, String url, String secret, String last) {}

  /** Where the app's events go, and what became of the last ones. */
  public record Hook(String address, List<Delivery> deliveries) {}

  /** An event that was sent once. */
  public record Delivery(String what, String at, String outcome, boolean arrived) {}
}
