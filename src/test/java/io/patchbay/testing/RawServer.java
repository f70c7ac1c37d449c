package io.patchbay.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback peer that says what it likes, byte by byte, and counts who came. */
public final class RawServer implements AutoCloseable {
  /** What the peer does with one connection, once a request's head has arrived. */
  public interface Talk {
    void to(String head, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final boolean keepsAlive;
  private final AtomicInteger connects = new AtomicInteger();

  public RawServer(Talk talk) {
    this(false, InetAddress.getLoopbackAddress(), 0, talk);
  }

  /** A peer that stays for the next request of the same connection. */
  public static RawServer staying(Talk talk) {
    return new RawServer(true, InetAddress.getLoopbackAddress(), 0, talk);
  }

  /** A peer at another loopback address, on a given port. */
  public static RawServer at(String address, int port, Talk talk) {
    return new RawServer(false, InetAddress.ofLiteral(address), port, talk);
  }

  private RawServer(boolean keepsAlive, InetAddress address, int port, Talk talk) {
    this(keepsAlive, bound(address, port), talk);
  }

  private RawServer(boolean keepsAlive, ServerSocket socket, Talk talk) {
    this.keepsAlive = keepsAlive;
    this.socket = socket;
    Thread.ofVirtual().start(() -> accept(talk));
  }

  private static ServerSocket bound(InetAddress address, int port) {
    try {
      return new ServerSocket(port, 200, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A peer on a socket of its own kind; it hears an empty head from whoever hangs up at once. */
  public static RawServer on(ServerSocket socket, Talk talk) {
    return new RawServer(false, socket, talk);
  }

  /** Answers every request with these bytes and closes. */
  public static RawServer saying(String answer) {
    return new RawServer((head, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public int port() {
    return socket.getLocalPort();
  }

  public String base() {
    return "http://127.0.0.1:" + port();
  }

  public int connects() {
    return connects.get();
  }

  private void accept(Talk talk) {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        connects.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(peer, talk));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket peer, Talk talk) {
    try (peer) {
      var head = head(peer);
      do {
        talk.to(head, peer.getOutputStream());
        peer.getOutputStream().flush();
        head = keepsAlive ? head(peer) : "";
      } while (!head.isEmpty());
    } catch (IOException hungUp) {
      // the other side had enough, which is what many tests want
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(Socket peer) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int one = peer.getInputStream().read();
      if (one == -1) {
        return head.toString();
      }
      head.append((char) one);
    }
    return head.toString();
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
