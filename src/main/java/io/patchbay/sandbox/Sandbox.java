package io.patchbay.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/**
 * The pretend providers on an origin of their own, a loopback port that is kept in the data
 * directory together with what they remember. They start before anything that asks them.
 */
public final class Sandbox implements SmartLifecycle {
  private static final Duration SLOW = Duration.ofSeconds(20);

  private final SandboxServer server;
  private final Ledger ledger;
  private final Apps apps;
  private final Consents consents;
  private final Stripe stripe;
  private final GitHub github;
  private final List<PretendProvider> providers;
  private volatile boolean running;

  /**
   * @param data the data directory: {@code sandbox.json} and {@code sandbox.port} live in it
   * @param ownOrigin whether an address is on the origin that Patchbay is reached at
   * @param patchbay where Patchbay listens on this machine, known once it does
   */
  Sandbox(Path data, InstantSource clock, Predicate<URI> ownOrigin, Supplier<URI> patchbay) {
    this(data, clock, ownOrigin, patchbay, SLOW);
  }

  Sandbox(
      Path data,
      InstantSource clock,
      Predicate<URI> ownOrigin,
      Supplier<URI> patchbay,
      Duration slow) {
    server = new SandboxServer(data.resolve("sandbox.port"), slow);
    ledger =
        new Ledger(new StateFile(data.resolve("sandbox.json")), clock, GitHub.FIRST_INSTALLATIONS);
    apps = new Apps(ledger);
    consents = new Consents(ledger, apps, ownOrigin);
    var bases = new Bases(server.baseUri());
    stripe = new Stripe(ledger);
    github =
        new GitHub(ledger, apps, consents, bases, new GitHubHook(ledger, apps, bases, patchbay));
    providers =
        List.of(
            new Slack(ledger, apps, consents),
            new Google(ledger, apps, consents, bases),
            stripe,
            github,
            new Vercel(ledger, apps, consents),
            new Linear(ledger, apps, consents));
  }

  /** The sandbox's origin, {@code http://127.0.0.1:PORT}, which is also the page of switches. */
  public URI baseUri() {
    return server.baseUri();
  }

  /** Where a provider's host stands: {@code http://127.0.0.1:PORT/api.github.com}. */
  public URI baseUri(String host) {
    return URI.create(new Bases(server.baseUri()).of(host));
  }

  /**
   * A test key that the pretend Stripe accepts.
   *
   * @param account its name or id: Pinework, Acme or Beanworks
   */
  public String apiKey(String account) {
    return stripe
        .named(account)
        .map(found -> stripe.key(found.id()))
        .orElseThrow(() -> new IllegalArgumentException("No Stripe account '" + account + "'"));
  }

  /** Somebody to press Allow. */
  public SandboxPerson person() {
    return new SandboxPerson();
  }

  Apps apps() {
    return apps;
  }

  int port() {
    return server.port();
  }

  boolean plays(String provider) {
    return providers.stream().anyMatch(each -> each.id().equals(provider));
  }

  /** Host to base address, for a provider's host overrides. */
  Map<String, String> hosts(String provider) {
    return providers.stream()
        .filter(each -> each.id().equals(provider))
        .flatMap(each -> each.hosts().stream())
        .collect(Collectors.toUnmodifiableMap(host -> host, new Bases(server.baseUri())::of));
  }

  @Override
  public void start() {
    stripe.open();
    server.start(
        ledger,
        providers,
        consents,
        new Switches(ledger, providers, github, stripe, new StripeEvents(ledger, stripe)));
    running = true;
  }

  @Override
  public void stop() {
    server.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }
}
