package io.patchbay.members;

import io.patchbay.ids.PersonId;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Seals who signed in into a cookie's value, and reads it back without asking anybody. There is no
 * table of sessions: signing out everywhere raises the person's epoch, which each page's own
 * statement compares.
 */
@Component
public class Sessions {
  /** A working day; a session is not stretched by use. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  private static final String PURPOSE = "session";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Sessions(Vault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /** A new session of this person, as the cookie's value. */
  public String open(PersonId person, int epoch) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    String content =
        String.join(
            " ",
            person.toString(),
            Integer.toString(epoch),
            ENCODER.encodeToString(id),
            Long.toString(clock.instant().getEpochSecond()));
    return ENCODER.encodeToString(vault.sealFor(PURPOSE, Secret.of(content)));
  }

  /** Who a cookie's value stands for; empty for one that is too old or that we did not seal. */
  public Optional<SignedIn> read(String cookie) {
    if (cookie.length() > 1024) {
      return Optional.empty();
    }
    try {
      return vault
          .openFor(PURPOSE, Base64.getUrlDecoder().decode(cookie))
          .reveal(content -> parse(content.split(" ")));
    } catch (IllegalArgumentException | Vault.Unreadable e) {
      return Optional.empty();
    }
  }

  private Optional<SignedIn> parse(String[] parts) {
    Instant openedAt = Instant.ofEpochSecond(Long.parseLong(parts[3]));
    if (!clock.instant().isBefore(openedAt.plus(LIFETIME))) {
      return Optional.empty();
    }
    var person = new PersonId(UUID.fromString(parts[0]));
    return Optional.of(new SignedIn(person, Integer.parseInt(parts[1]), parts[2]));
  }
}
