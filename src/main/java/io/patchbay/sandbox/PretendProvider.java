package io.patchbay.sandbox;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plays one provider, as its public documentation describes it. */
sealed interface PretendProvider permits Authorizes, Stripe {
  /** As catalog entries name it. */
  String id();

  String name();

  /** Each stands under its own base address. */
  Set<String> hosts();

  List<Account> accounts();

  /** A page that a person sees, which no switch troubles. */
  Optional<Reply> page(Ask ask);

  /** Everything that a program asks. */
  Reply api(Ask ask);

  /** The provider's own words for "later": 429 with {@code Retry-After}. */
  Reply tooMany();

  /** The provider's own words for an outage: 503. */
  Reply down();

  /** Whether it posts events, which then can get lost. */
  default boolean sendsWebhooks() {
    return false;
  }

  /** What a person would find on the provider's own settings pages. */
  default Reply switches() {
    return Reply.seeOther(URI.create("/#" + id()));
  }

  default Account account(String id) {
    return accounts().stream()
        .filter(account -> account.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No account '" + id + "' at " + name()));
  }

  /**
   * Somebody at the provider.
   *
   * @param id as forms name it
   * @param key the provider's own id
   */
  record Account(String id, String key, String name, String detail) {}
}
