package io.patchbay.shell;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The public address of this installation, from which callbacks and webhook addresses are built;
 * never from a request's Host. In demo mode it is on loopback and follows the port that was bound.
 */
@Component
public class BaseUrl {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private final URI configured;
  private final boolean demo;
  private volatile int port;

  BaseUrl(
      @Value("${patchbay.base-url:}") String baseUrl,
      @Value("${patchbay.demo:true}") boolean demo,
      @Value("${server.address:}") String listensOn) {
    this.configured = parse(baseUrl.isBlank() && demo ? "http://127.0.0.1" : baseUrl);
    this.demo = demo;
    if (demo && !(isLoopback() && LOOPBACK.contains(listensOn))) {
      throw new BadSetting(
          "Demo mode serves this machine only, not %s at address '%s': set patchbay.demo=false, or keep both on 127.0.0.1."
              .formatted(configured, listensOn));
    }
    if (!isLoopback() && !isSecure()) {
      throw new BadSetting(
          "patchbay.base-url is %s: anything but this machine needs https.".formatted(configured));
    }
  }

  /** What a start would refuse of the public address. */
  public static Optional<String> complaint(Environment environment) {
    try {
      of(environment);
      return Optional.empty();
    } catch (BadSetting wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /** How a start with these settings is reached; empty where it would refuse them. */
  public static String shown(Environment environment) {
    if (complaint(environment).isPresent()) {
      return "";
    }
    var base = of(environment);
    return base.demo ? base.configured + ", on the port that is bound" : base.configured.toString();
  }

  private static BaseUrl of(Environment environment) {
    return new BaseUrl(
        environment.getProperty("patchbay.base-url", ""),
        environment.getProperty("patchbay.demo", boolean.class, true),
        environment.getProperty("server.address", ""));
  }

  /**
   * Scheme, host and port, without a slash at the end. In demo mode known once the port is bound.
   */
  public URI get() {
    if (!demo) {
      return configured;
    }
    if (port == 0) {
      throw new IllegalStateException("The address is not known before the port is bound");
    }
    return URI.create("http://" + configured.getHost() + ":" + port);
  }

  /** Whether only this machine reaches it. */
  public boolean isLoopback() {
    return LOOPBACK.contains(configured.getHost());
  }

  /** Whether it is served by https. */
  public boolean isSecure() {
    return configured.getScheme().equals("https");
  }

  @EventListener
  void bound(WebServerInitializedEvent event) {
    // Another server of this program (the sandbox's, say) has a namespace of its own.
    if (event.getApplicationContext().getServerNamespace() == null) {
      port = event.getWebServer().getPort();
    }
  }

  private static URI parse(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean plain =
          uri.getHost() != null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      if (plain && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // says the same
    }
    throw new BadSetting(
        "patchbay.base-url must look like https://integrations.example.com, not '%s'."
            .formatted(text));
  }
}
