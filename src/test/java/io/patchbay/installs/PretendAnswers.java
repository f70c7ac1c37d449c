package io.patchbay.installs;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.TokenResult;
import io.patchbay.testing.UnaskedProvider;
import io.patchbay.vault.Secret;
import java.util.Map;

/**
 * A provider inside this JVM that answers what a history says it did, to checks and to renewals,
 * each history on a thread of its own. Account 3 is who shows the token {@code a-3}.
 */
final class PretendAnswers extends UnaskedProvider {
  static final TokenResult NOBODY_KNOWS =
      new TokenResult.Unreachable(Failure.PROVIDER_OUTAGE, "timed_out", null, true);

  /** What is answered next, and who asked last. */
  static final class Script {
    Happening next = new Happening.Enabled(java.time.Instant.EPOCH);
    boolean answersAsAnother;
    int asked = -1;
    int renewals;
  }

  private final ThreadLocal<Script> scripts = ThreadLocal.withInitial(Script::new);

  Script script() {
    return scripts.get();
  }

  static Credential credential(int who) {
    return new Credential(
        Map.of(
            "access", Secret.of("a-" + who),
            "refresh", Secret.of("r-" + who),
            "api_key", Secret.of("a-" + who)));
  }

  private static int who(Credential credential) {
    return credential
        .part("access")
        .orElseThrow()
        .reveal(it -> Integer.parseInt(it.substring("a-".length())));
  }

  @Override
  public CheckResult check(Integration integration, Credential credential) {
    var script = script();
    script.asked = who(credential);
    var own = new CheckResult.Account("account-" + script.asked, "Account", null);
    return switch (script.next) {
      case Happening.Answered it -> new CheckResult.Answered(own, it.granted());
      case Happening.Refused _ when script.answersAsAnother ->
          new CheckResult.Answered(new CheckResult.Account("another", "Another", null), null);
      case Happening.Refused it -> new CheckResult.Refused(it.as(), it.code());
      case Happening.Unreachable it -> new CheckResult.Unreachable(it.as(), it.code(), null);
      default -> throw new IllegalStateException("Nobody should ask at " + script.next);
    };
  }

  @Override
  public TokenResult refresh(Integration integration, Credential credential) {
    var script = script();
    script.renewals++;
    return switch (script.next) {
      case Happening.Answered _ -> new TokenResult.Granted(credential, null, null);
      case Happening.Refused _ when script.answersAsAnother ->
          new TokenResult.Granted(credential, null, null);
      case Happening.Refused it
          when it.as() == Failure.LOGIN_EXPIRED && it.code().equals("refresh_interrupted") ->
          script.renewals % 2 == 1
              ? NOBODY_KNOWS
              : new TokenResult.Refused(Failure.LOGIN_EXPIRED, "invalid_grant");
      case Happening.Refused it -> new TokenResult.Refused(it.as(), it.code());
      case Happening.Unreachable it -> new TokenResult.Unreachable(it.as(), it.code(), null, false);
      default -> throw new IllegalStateException("Nobody should renew at " + script.next);
    };
  }
}
