package io.patchbay.sandbox;

/** What each pretend provider handed out when the app was registered with it. */
record Apps(Ledger ledger) {
  String clientId(String provider) {
    String made = ledger.derived("client-id:" + provider);
    return switch (provider) {
      case "slack" -> "2026112200.sandbox";
      case "google" -> "sandbox-" + made.substring(0, 24) + ".apps.googleusercontent.com";
      case "github" -> "Iv23sandbox" + made.substring(0, 9);
      case "linear" -> made.substring(0, 32);
      case "vercel" -> "cl_sandbox" + made.substring(0, 22);
      default -> "sandbox-" + made.substring(0, 24);
    };
  }

  String clientSecret(String provider) {
    return "sandbox-secret-" + ledger.derived("client-secret:" + provider);
  }

  String webhookSecret(String provider) {
    return "sandbox-signing-" + ledger.derived("webhook-secret:" + provider);
  }

  /** With which the app speaks for itself: RSA, as PEM. */
  String privateKey(String provider) {
    return ledger.appKey(provider);
  }

  /** Whether a token request names the app. */
  boolean isClient(String provider, Ask ask) {
    return client(ask).equals(clientId(provider));
  }

  /** Whether a token request names the app and its secret, in the form or by RFC 7617. */
  boolean knows(String provider, Ask ask) {
    String secret =
        ask.basic().map(Ask.Basic::password).orElseGet(() -> ask.param("client_secret", ""));
    return isClient(provider, ask) && Randomness.same(secret, clientSecret(provider));
  }

  private static String client(Ask ask) {
    return ask.basic().map(Ask.Basic::user).orElseGet(() -> ask.param("client_id", ""));
  }
}
