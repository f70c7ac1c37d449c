package io.patchbay.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Keep-alive clients on raw sockets, each asking for one page again as soon as it has it. They take
 * little of a machine that they share with what they measure.
 */
record Load(URI page, String header, int clients, List<String> paths, AtomicLong asked) {

  Load(URI page, String header, int clients) {
    this(page, header, clients, List.of(page.getRawPath()));
  }

  /**
   * @param paths asked for in turn
   */
  Load(URI page, String header, int clients, List<String> paths) {
    this(page, header, clients, paths, new AtomicLong());
  }

  /** Bytes of one answer's body. */
  int size() {
    try (var socket = new Socket(page.getHost(), page.getPort())) {
      socket.getOutputStream().write(request());
      return answer(socket.getInputStream(), new byte[1 << 18]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pages a second. */
  double during(Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    var pages = new AtomicLong();
    run(pages, () -> System.nanoTime() < end);
    return pages.get() * 1e9 / (System.nanoTime() - start);
  }

  void times(long howOften) {
    var left = new AtomicLong(howOften);
    run(new AtomicLong(), () -> left.getAndDecrement() > 0);
  }

  private void run(AtomicLong pages, BooleanSupplier goOn) {
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<CompletableFuture<Void>>();
      for (int client = 0; client < clients; client++) {
        all.add(CompletableFuture.runAsync(() -> client(pages, goOn), threads));
      }
      all.forEach(CompletableFuture::join);
    }
  }

  private void client(AtomicLong pages, BooleanSupplier goOn) {
    try (var socket = new Socket(page.getHost(), page.getPort())) {
      socket.setTcpNoDelay(true);
      var buffer = new byte[1 << 18];
      while (goOn.getAsBoolean()) {
        socket.getOutputStream().write(request());
        answer(socket.getInputStream(), buffer);
        pages.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] request() {
    var path = paths.get((int) (asked.getAndIncrement() % paths.size()));
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + page.getRawAuthority()
            + "\r\n"
            + header
            + "\r\nAccept: text/html, application/json\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private int answer(InputStream in, byte[] buffer) throws IOException {
    int got = 0;
    int body = -1;
    while (body < 0) {
      got += more(in, buffer, got);
      body = endOfHead(buffer, got);
    }
    var head = new String(buffer, 0, body, StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(page + " answered " + head.lines().findFirst().orElse(""));
    }
    int length = head.indexOf("\r\nContent-Length: ") + "\r\nContent-Length: ".length();
    int end = body + Integer.parseInt(head.substring(length, head.indexOf("\r\n", length)));
    while (got < end) {
      got += more(in, buffer, got);
    }
    return end - body;
  }

  private static int more(InputStream in, byte[] buffer, int at) throws IOException {
    int read = in.read(buffer, at, buffer.length - at);
    if (read <= 0) {
      throw new EOFException("The server closed the connection, or its page is too long");
    }
    return read;
  }

  private static int endOfHead(byte[] buffer, int got) {
    for (int i = 3; i < got; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }
}
