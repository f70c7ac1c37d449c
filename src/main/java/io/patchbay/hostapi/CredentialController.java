package io.patchbay.hostapi;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.health.LiveCredentials;
import io.patchbay.members.NotFound;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** The host app takes a credential that works now; that it did stands in the audit. */
@RestController
class CredentialController {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Held held;
  private final CurrentCatalog catalog;
  private final LiveCredentials credentials;
  private final ReadsOnRecord reads;
  private final InstantSource clock;

  CredentialController(
      Held held,
      CurrentCatalog catalog,
      LiveCredentials credentials,
      ReadsOnRecord reads,
      InstantSource clock) {
    this.held = held;
    this.catalog = catalog;
    this.credentials = credentials;
    this.reads = reads;
    this.clock = clock;
  }

  /** {@link CredentialFilter} answers most of these before they come here. */
  @GetMapping("/api/v1/connections/{id}/token")
  ResponseEntity<byte[]> token(
      @PathVariable String id,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .body(read(id, key, response));
  }

  byte[] read(String id, HostKey key, HttpServletResponse response) {
    var one = held.find(id, key, response);
    var entry = catalog.get().find(one.integration()).orElseThrow(NotFound::new);
    if (one.disabled()) {
      throw new Problem(409, "integration_disabled", entry.name());
    }
    refuseWhatIsKnownNotToWork(one, entry);
    var stored = one.stored().orElseThrow(() -> new Problem(409, "login_expired", entry.name()));
    var credential = Credential.of(stored.secret());
    Instant expiresAt = stored.expiresAt();
    if (endsSoon(expiresAt) && credential.renews(entry)) {
      live(one, entry, response);
      var renewed = held.find(id, key, response);
      stored = renewed.stored().orElseThrow(NotFound::new);
      credential = Credential.of(stored.secret());
      expiresAt = stored.expiresAt();
    }
    reads.note(one);
    return HostJson.bytes(CredentialAnswer.of(one, entry, credential, expiresAt));
  }

  /** A provider that refused the login will refuse it again; only a person can mend that. */
  private static void refuseWhatIsKnownNotToWork(Held.One one, Integration entry) {
    var refusal = one.refusal();
    if (refusal != null) {
      switch (refusal.as()) {
        case LOGIN_EXPIRED ->
            throw new Problem(
                409,
                refusal.code().equals("wrong_account") ? "wrong_account" : "login_expired",
                entry.name());
        case MISSING_PERMISSION, APP_MISCONFIGURED, PROVIDER_OUTAGE, RATE_LIMITED -> {}
      }
    }
  }

  private boolean endsSoon(@Nullable Instant expiresAt) {
    return expiresAt != null && clock.instant().isAfter(expiresAt.minus(LiveCredentials.AHEAD));
  }

  /** Renews it, or says why that did not work. */
  private void live(Held.One one, Integration entry, HttpServletResponse response) {
    switch (credentials.find(one.owner(), one.connection(), entry)) {
      case LiveCredentials.Ready _ -> {}
      case LiveCredentials.Unusable unusable -> throw problem(unusable.why(), entry, response);
    }
  }

  private static Problem problem(CheckResult why, Integration entry, HttpServletResponse response) {
    return switch (why) {
      case CheckResult.Refused it ->
          new Problem(
              409,
              switch (it.bucket()) {
                case APP_MISCONFIGURED -> "app_misconfigured";
                case LOGIN_EXPIRED, MISSING_PERMISSION, PROVIDER_OUTAGE, RATE_LIMITED ->
                    "login_expired";
              },
              entry.name());
      case CheckResult.Unreachable it -> {
        var after = it.retryAfter() == null ? PATIENCE : it.retryAfter();
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds())));
        yield new Problem(503, "provider_away", entry.name());
      }
      case CheckResult.Answered _ -> throw new IllegalStateException("An answer is no refusal");
    };
  }
}
