package io.patchbay.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A provider on loopback that answers each key with its account, at little cost. */
final class QuickPeer implements AutoCloseable {
  private static final int ID = 36;
  private static final byte[] KEY = "sk_test_".getBytes(StandardCharsets.US_ASCII);
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + ("{\"id\":\"\",\"email\":\"a@example.com\"}".length() + ID)
          + "\r\n\r\n{\"id\":\"%s\",\"email\":\"a@example.com\"}";

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
          peer.getOutputStream().write(answer(buffer, got));
          answered.incrementAndGet();
          got = 0;
        }
      }
    } catch (IOException hungUp) {
      // whoever asked had enough
    }
  }

  /** Each key is of an account of its own, which is called as the key is. */
  private static byte[] answer(byte[] request, int length) {
    for (int i = 0; i + KEY.length + ID <= length; i++) {
      if (Arrays.equals(request, i, i + KEY.length, KEY, 0, KEY.length)) {
        var id = new String(request, i + KEY.length, ID, StandardCharsets.US_ASCII);
        return ANSWER.formatted(id).getBytes(StandardCharsets.US_ASCII);
      }
    }
    throw new IllegalStateException("A request without a key");
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
