package io.patchbay.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A provider on loopback that answers each request with the same few bytes, at little cost. */
final class QuickPeer implements AutoCloseable {
  private static final String BODY = "{\"id\":\"account\",\"email\":\"account@example.com\"}";
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final AtomicLong answered = new AtomicLong();

  QuickPeer() {
    try {
      socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  long answered() {
    return answered.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var peer = socket.accept();
        peer.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> converse(peer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Requests have no body, and none comes before the last was answered. */
  private void converse(Socket peer) {
    try (peer) {
      var buffer = new byte[8_192];
      int got = 0;
      for (int read; (read = peer.getInputStream().read(buffer, got, buffer.length - got)) > 0; ) {
        got += read;
        if (got >= 4 && buffer[got - 1] == '\n' && buffer[got - 3] == '\n') {
          peer.getOutputStream().write(ANSWER);
          answered.incrementAndGet();
          got = 0;
        }
      }
    } catch (IOException hungUp) {
      // whoever asked had enough
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
