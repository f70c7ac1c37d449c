package io.patchbay.counterparts;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.patchbay.Patchbay;
import io.patchbay.outbox.Sink;
import io.patchbay.shell.BaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Patchbay, told by its settings that the providers have other addresses, and the emulators at
 * these addresses: a process for Vercel, GitHub, Slack, Stripe and Linear, and one for Google,
 * whose access tokens live three seconds.
 */
final class Counterparts implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "counterparts");
  static final Path INSTALLED = FOLDER.resolve("emulate");
  private static final List<String> LASTING =
      List.of("vercel", "github", "slack", "stripe", "linear");
  private static final Duration LIFETIME = Duration.ofSeconds(3);
  private static final int GOOGLE = LASTING.size();
  private static final int FRONT = GOOGLE + 1;
  private static final int HOST = FRONT + 1;
  private static final int PORTS = HOST + 1;

  private final Deque<Runnable> ending = new ArrayDeque<>();
  private volatile Duration ahead = Duration.ZERO;
  private @Nullable URI base;
  private @Nullable Emulator lasting;
  private @Nullable Emulator google;
  private @Nullable StripeFront stripe;
  private @Nullable Sink host;
  private String secret = "";

  /** Starts everything, or nothing. */
  static Counterparts start() throws IOException {
    var counterparts = new Counterparts();
    try {
      counterparts.startAll();
      return counterparts;
    } catch (IOException | RuntimeException | Error e) {
      counterparts.close();
      throw e;
    }
  }

  private void startAll() throws IOException {
    Npm.install(INSTALLED);
    int port = freePorts();
    var patchbay = patchbay(port);
    ending.push(patchbay::close);
    base = patchbay.getBean(BaseUrl.class).get();
    lasting = Emulator.start(INSTALLED, LASTING, port, base, Duration.ZERO);
    ending.push(lasting::close);
    google = Emulator.start(INSTALLED, List.of("google"), port + GOOGLE, base, LIFETIME);
    ending.push(google::close);
    stripe = new StripeFront(port + FRONT, lasting.base("stripe"));
    ending.push(stripe::close);
    host = new Sink(port + HOST);
    ending.push(host::close);
    secret = register(host.address());
  }

  /** Where Patchbay answers. */
  URI base() {
    return Objects.requireNonNull(base);
  }

  /** The process that plays this provider. */
  Emulator playing(String provider) {
    return Objects.requireNonNull(provider.equals("google") ? google : lasting);
  }

  StripeFront stripe() {
    return Objects.requireNonNull(stripe);
  }

  /**
   * Until the host app was sent an event that says this: verified as Standard Webhooks' own library
   * does it.
   */
  JsonNode heard(String said) {
    var sent = new AtomicReference<Sink.Seen>();
    playing("slack")
        .await(
            "the host app to hear of " + said,
            () -> {
              Objects.requireNonNull(host).seen().stream()
                  .filter(it -> it.type().equals("provider.event") && it.body().contains(said))
                  .findFirst()
                  .ifPresent(sent::set);
              return sent.get() != null;
            });
    var event = sent.get();
    try {
      new Webhook(secret).verify(event.body(), HttpHeaders.of(event.headers(), (_, _) -> true));
    } catch (WebhookVerificationException | EmptyWebhookSecretException wrong) {
      throw new AssertionError("What the host app was sent is signed wrong", wrong);
    }
    return event.json();
  }

  /** The host app says where its events go. */
  private String register(String address) throws IOException {
    try (var client = HttpClient.newHttpClient()) {
      var key = Files.readString(FOLDER.resolve("data/host-api-key")).strip();
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base() + "/api/v1/endpoints/default"))
                  .header("Authorization", "Bearer " + key)
                  .header("Content-Type", "application/json")
                  .PUT(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"url\": \"%s\", \"in_order\": true}".formatted(address)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return JsonMapper.shared().readTree(answer.body()).path("secret").asString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Turns Patchbay's clock on; the emulators have their own. */
  void tick(Duration duration) {
    ahead = ahead.plus(duration);
  }

  private ConfigurableApplicationContext patchbay(int port) throws IOException {
    var data = FOLDER.resolve("data");
    FileSystemUtils.deleteRecursively(data);
    var settings = new HashMap<String, Object>();
    settings.put("server.port", "0");
    settings.put("patchbay.data", data.toString());
    settings.put("patchbay.database.url", "");
    settings.put("patchbay.empty", "true");
    settings.put("patchbay.egress.allow", "127.0.0.1:%d-%d".formatted(port, port + PORTS - 1));
    settings.put("logging.file.name", data.resolve("patchbay.log").toString());
    settings.putAll(
        provider(
            "vercel",
            "oac_test",
            "vercel_secret",
            hosts(at(port), "vercel.com", "api.vercel.com")));
    settings.putAll(
        provider(
            "github",
            "Iv1.test",
            "gh_secret",
            hosts(at(port + 1), "github.com", "api.github.com")));
    settings.putAll(
        provider("slack", "12345.67890", "slack_secret", hosts(at(port + 2), "slack.com")));
    var google = hosts(at(port + GOOGLE), "accounts.google.com", "www.googleapis.com");
    google.put("oauth2.googleapis.com", at(port + GOOGLE) + "/oauth2");
    settings.putAll(provider("google", "test.apps.googleusercontent.com", "GOCSPX-test", google));
    settings.putAll(
        provider(
            "linear",
            "lin_test",
            "lin_secret",
            hosts(at(port + 4), "linear.app", "api.linear.app")));
    settings.put("patchbay.providers.linear.webhook-secret", "lin_wh_test_secret");
    settings.put("patchbay.providers.slack.webhook-secret", "slack_wh_test_secret");
    settings.put("patchbay.providers.github.webhook-secret", "gh_wh_test_secret");
    settings.putAll(provider("stripe", "", "", hosts(at(port + FRONT), "api.stripe.com")));
    var application = new SpringApplication(Patchbay.class);
    application.addInitializers(context ->
        ((GenericApplicationContext) context)
            .registerBean(
                "turnedClock", InstantSource.class, () -> () -> Instant.now().plus(ahead)));
    var arguments = new ArrayList<String>();
    settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return application.run(arguments.toArray(String[]::new));
  }

  private static String at(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static Map<String, String> hosts(String address, String... names) {
    var hosts = new HashMap<String, String>();
    for (var name : names) {
      hosts.put(name, address);
    }
    return hosts;
  }

  private static Map<String, String> provider(
      String provider, String id, String secret, Map<String, String> hosts) {
    var settings = new HashMap<String, String>();
    var prefix = "patchbay.providers." + provider;
    settings.put(prefix + ".client-id", id);
    settings.put(prefix + ".client-secret", secret);
    hosts.forEach((host, address) -> settings.put(prefix + ".hosts[" + host + "]", address));
    return settings;
  }

  /** Neighbours, below those that the system gives to outgoing connections. */
  private static int freePorts() {
    for (int attempt = 0; attempt < 50; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      if (areFree(first)) {
        return first;
      }
    }
    throw new AssertionError("The counterpart journeys found no free neighbouring ports.");
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + PORTS; port++) {
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  static Path resource(String name) {
    return resource("counterparts", name);
  }

  static Path resource(String folder, String name) {
    try {
      var found = Counterparts.class.getResource("/" + folder + "/" + name);
      return Path.of(Objects.requireNonNull(found).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last one started goes first. */
  @Override
  public void close() {
    while (!ending.isEmpty()) {
      ending.pop().run();
    }
  }
}
