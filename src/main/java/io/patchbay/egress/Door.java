package io.patchbay.egress;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Sends each request on a virtual thread of its own and waits for it no longer than the time-out.
 * What is late is cut off by closing its connection, so that a peer who trickles holds nothing but
 * one connection of its own route, and that no longer than the time-out.
 */
@Component
@EnableConfigurationProperties(EgressSettings.class)
class Door implements Egress, DisposableBean {
  static final ScopedValue<Boolean> PLAIN = ScopedValue.newInstance();

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final String SENT = "patchbay.sent";
  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** What frames the message is ours to say. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "accept-encoding",
          "content-type",
          "proxy-authorization");

  private final CloseableHttpClient client;
  private final Duration timeout;

  @Autowired
  Door(EgressSettings settings, ObjectProvider<EgressAllowance> allowances) {
    this(settings, allowances::stream, new SystemNames());
  }

  Door(EgressSettings settings, Supplier<Stream<EgressAllowance>> allowances, Guard.Names names) {
    this(settings, allowances, names, SSLContexts::createDefault);
  }

  /**
   * @param trusted asked once, with the first request that needs it
   */
  Door(
      EgressSettings settings,
      Supplier<Stream<EgressAllowance>> allowances,
      Guard.Names names,
      Supplier<SSLContext> trusted) {
    QuietWire.hush();
    this.timeout = settings.timeout();
    this.client =
        Wire.client(
            new Guard(settings.allow(), allowances, names),
            trusted,
            settings.timeout(),
            context -> context.setAttribute(SENT, true));
  }

  @Override
  public Outcome send(Request request) {
    long began = System.nanoTime();
    var outcome = isSendable(request) ? follow(request, began) : refused(Why.MALFORMED);
    log(request, outcome, began);
    return outcome;
  }

  private Outcome follow(Request first, long began) {
    var request = first;
    for (int hops = 0; ; hops++) {
      var outcome = once(request, timeout.minusNanos(System.nanoTime() - began));
      if (!(outcome instanceof Answer answer)
          || !REDIRECTS.contains(answer.status())
          || answer.header("location").isEmpty()) {
        return outcome;
      }
      var next = target(request, answer.header("location").get());
      if (next == null || hops == MOST_REDIRECTS || !request.method().equals("GET")) {
        return new NoAnswer(Why.FOREIGN_REDIRECT, true);
      }
      request = Request.get(next, request.headers());
    }
  }

  private static @Nullable URI target(Request request, String location) {
    try {
      var next = request.uri().resolve(new URI(location));
      return Guard.isPlain(next) && origin(next).equals(origin(request.uri())) ? next : null;
    } catch (java.net.URISyntaxException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + Guard.host(uri)
        + ":"
        + Guard.port(uri);
  }

  private Outcome once(Request request, Duration left) {
    if (!Guard.isPlain(request.uri())) {
      return refused(Why.NOT_ALLOWED);
    }
    var outgoing = outgoing(request);
    var context = HttpClientContext.create();
    var task = new FutureTask<Outcome>(() -> exchange(request, outgoing, context));
    var thread = Thread.ofVirtual().name("egress").start(task);
    try {
      return task.get(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return cutOff(outgoing, thread, context);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return cutOff(outgoing, thread, context);
    } catch (ExecutionException broken) {
      LOG.debug("{} {} broke", request.method(), Guard.host(request.uri()), broken.getCause());
      return new NoAnswer(Why.MALFORMED, wasSent(context));
    }
  }

  private static Outcome cutOff(
      HttpUriRequestBase outgoing, Thread thread, HttpClientContext context) {
    outgoing.abort();
    thread.interrupt();
    return new NoAnswer(Why.TIMED_OUT, wasSent(context));
  }

  private Outcome exchange(
      Request request, HttpUriRequestBase outgoing, HttpClientContext context) {
    boolean plain = "http".equalsIgnoreCase(request.uri().getScheme());
    var outcome = new AtomicReference<@Nullable Outcome>();
    ScopedValue.where(PLAIN, plain).run(() -> outcome.set(read(request, outgoing, context)));
    return java.util.Objects.requireNonNull(outcome.get());
  }

  private Outcome read(Request request, HttpUriRequestBase outgoing, HttpClientContext context) {
    var target =
        new HttpHost(
            request.uri().getScheme().toLowerCase(Locale.ROOT),
            Hosts.bare(Guard.host(request.uri())),
            Guard.port(request.uri()));
    try (ClassicHttpResponse response = client.executeOpen(target, outgoing, context)) {
      try {
        return new Answer(response.getCode(), headers(response), Body.read(response));
      } finally {
        if (!Body.isAtItsEnd(response)) {
          // closing an answer would read the rest of it first
          outgoing.abort();
        }
      }
    } catch (IOException e) {
      return new NoAnswer(why(e), wasSent(context));
    }
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    var headers = new HashMap<String, List<String>>();
    for (var header : response.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    headers.replaceAll((name, values) -> List.copyOf(values));
    return Map.copyOf(headers);
  }

  private static Why why(IOException e) {
    return switch (e) {
      case Guard.Forbidden forbidden -> Why.NOT_ALLOWED;
      case UnknownHostException unknown -> Why.UNREACHABLE;
      case Body.TooLarge tooLarge -> Why.TOO_LARGE;
      case MessageConstraintException headers -> Why.TOO_LARGE;
      case Body.Unreadable unreadable -> Why.MALFORMED;
      case java.util.zip.ZipException unreadable -> Why.MALFORMED;
      case HttpHostConnectException unreachable -> Why.UNREACHABLE;
      case SSLException untrusted when isOfCertificate(untrusted) -> Why.CERTIFICATE_NOT_TRUSTED;
      case ConnectionRequestTimeoutException busy -> Why.TIMED_OUT;
      case java.io.InterruptedIOException late -> Why.TIMED_OUT;
      case IOException io when io.getCause() instanceof ProtocolException -> Why.MALFORMED;
      case IOException io -> Why.UNREACHABLE;
    };
  }

  /**
   * JSSE says what is wrong with a certificate by the cause; the client's own look at its name has
   * none.
   */
  private static boolean isOfCertificate(SSLException refused) {
    return refused instanceof SSLPeerUnverifiedException
        || refused.getCause() instanceof CertificateException;
  }

  private static boolean wasSent(HttpClientContext context) {
    return Boolean.TRUE.equals(context.getAttribute(SENT));
  }

  private static NoAnswer refused(Why why) {
    return new NoAnswer(why, false);
  }

  private static HttpUriRequestBase outgoing(Request request) {
    var outgoing = new HttpUriRequestBase(request.method(), pathOnly(request.uri()));
    request.headers().forEach(outgoing::setHeader);
    outgoing.setHeader("Accept-Encoding", "gzip");
    if (request.body().length > 0 || request.method().equals("POST")) {
      outgoing.setEntity(new ByteArrayEntity(request.body(), null));
    }
    if (!request.contentType().isEmpty()) {
      outgoing.setHeader("Content-Type", request.contentType());
    }
    return outgoing;
  }

  /** The target travels apart from the path, so that only one reading of the host counts. */
  private static URI pathOnly(URI uri) {
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return URI.create(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static boolean isSendable(Request request) {
    return TOKEN.matcher(request.method()).matches()
        && isHeaderValue(request.contentType())
        && request.headers().entrySet().stream()
            .allMatch(it ->
                TOKEN.matcher(it.getKey()).matches()
                    && !OURS.contains(it.getKey().toLowerCase(Locale.ROOT))
                    && isHeaderValue(it.getValue()));
  }

  private static boolean isHeaderValue(String value) {
    return value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f && c <= 0xff));
  }

  private static void log(Request request, Outcome outcome, long began) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {}{} {} in {} ms",
          request.method(),
          Guard.host(request.uri()),
          request.uri().getRawPath(),
          switch (outcome) {
            case Answer answer -> answer.status();
            case NoAnswer none -> none.why();
          },
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
  }

  @Override
  public void destroy() throws IOException {
    client.close();
  }
}
