package io.patchbay.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keep-alive senders on raw sockets: each event another one, of any of the resources, signed. */
final class WebhookLoad {
  private static final AtomicLong EVENTS = new AtomicLong(System.nanoTime());

  private final URI address;
  private final SecretKeySpec key;
  private final int clients;
  private final int resources;
  private volatile long[] nanos = {};

  WebhookLoad(URI address, String secret, int clients, int resources) {
    this.address = address;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.clients = clients;
    this.resources = resources;
  }

  /** Events a second that were answered 200. */
  double during(Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    run(() -> System.nanoTime() < end);
    return nanos.length * 1e9 / (System.nanoTime() - start);
  }

  void times(long howOften) {
    var left = new AtomicLong(howOften);
    run(() -> left.getAndDecrement() > 0);
  }

  /** Of the last run. */
  int answered() {
    return nanos.length;
  }

  /** Of the last run, in milliseconds. */
  double percentile(double part) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) ((sorted.length - 1) * part)] / 1e6;
  }

  private void run(BooleanSupplier goOn) {
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<CompletableFuture<List<Long>>>();
      for (int client = 0; client < clients; client++) {
        all.add(CompletableFuture.supplyAsync(() -> client(goOn), threads));
      }
      nanos = all.stream().flatMap(it -> it.join().stream()).mapToLong(Long::longValue).toArray();
    }
  }

  private List<Long> client(BooleanSupplier goOn) {
    var taken = new ArrayList<Long>(1 << 14);
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setTcpNoDelay(true);
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var buffer = new byte[1 << 13];
      while (goOn.getAsBoolean()) {
        var request = request(mac);
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        answered(socket.getInputStream(), buffer);
        taken.add(System.nanoTime() - start);
      }
      return taken;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] request(Mac mac) {
    var body =
        "{\"action\":\"opened\",\"number\":%d,\"repository\":{\"id\":%d,\"full_name\":\"octo-org/octo-repo\"},\"sender\":{\"login\":\"octocat\",\"id\":1}}"
            .formatted(
                EVENTS.incrementAndGet(), ThreadLocalRandom.current().nextInt(1, resources + 1));
    var signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    return """
    POST %s HTTP/1.1\r
    Host: %s\r
    Content-Type: application/json\r
    X-GitHub-Event: issues\r
    X-Hub-Signature-256: sha256=%s\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(address.getRawPath(), address.getRawAuthority(), signature, body.length(), body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The answer has no body. */
  private void answered(InputStream in, byte[] buffer) throws IOException {
    int got = 0;
    do {
      int read = in.read(buffer, got, buffer.length - got);
      if (read <= 0) {
        throw new EOFException("The server closed the connection");
      }
      got += read;
    } while (got < 4 || buffer[got - 1] != '\n' || buffer[got - 3] != '\n');
    var head = new String(buffer, 0, got, StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(address + " answered " + head.lines().findFirst().orElse(""));
    }
  }
}
