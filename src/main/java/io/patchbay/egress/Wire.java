package io.patchbay.egress;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.util.function.SingletonSupplier;

/**
 * The HTTP client with everything taken out that would act by itself: no cookies, no
 * authentication, no redirects, no retries, no proxy from the environment, no unpacking.
 */
final class Wire {
  /** One provider that trickles holds these and no more. */
  private static final int CONNECTIONS_PER_ROUTE = 32;

  private static final int CONNECTIONS = 1_024;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_LINE = 16 * 1_024;

  private Wire() {}

  static CloseableHttpClient client(
      DnsResolver guard,
      Supplier<SSLContext> trusted,
      Duration timeout,
      Consumer<HttpContext> whenSent) {
    // To read the JDK's certificates takes a tenth of a second, which a start does without.
    var tls = SingletonSupplier.of(() -> new DefaultClientTlsStrategy(trusted.get()));
    var whole = Timeout.of(timeout);
    var http =
        Http1Config.custom().setMaxHeaderCount(MOST_HEADERS).setMaxLineLength(LONGEST_LINE).build();
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(guard)
            .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                tls.obtain().upgrade(socket, host, port, attachment, context))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder().http1Config(http).build())
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(CONNECTIONS_PER_ROUTE)
            .setMaxConnTotal(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(shorter(timeout, Duration.ofSeconds(5)))
                    .setSocketTimeout(whole)
                    .setTimeToLive(TimeValue.ofMinutes(1))
                    .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(whole)
                .setResponseTimeout(whole)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setUserAgent("Patchbay")
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableConnectionState()
        .addRequestInterceptorLast((request, entity, context) -> whenSent.accept(context))
        .evictExpiredConnections()
        .evictIdleConnections(TimeValue.of(30, TimeUnit.SECONDS))
        .build();
  }

  private static Timeout shorter(Duration one, Duration other) {
    return Timeout.of(one.compareTo(other) < 0 ? one : other);
  }
}
