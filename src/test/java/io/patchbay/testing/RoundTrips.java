package io.patchbay.testing;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a program and PostgreSQL and counts how often the program waits: each Query, Sync
 * or Flush after which it reads an answer (PostgreSQL's manual, 54.2 "Message Flow"). Counts are
 * kept by login, so that jobs of the engine don't disturb the count of a page.
 */
public final class RoundTrips implements AutoCloseable {
  private static final Set<Character> WAITS = Set.of('Q', 'S', 'H', 'F');
  private static final Set<Integer> ENCRYPTION_REQUESTS = Set.of(80877103, 80877104);

  private final URI postgres;
  private final ServerSocket here;
  private final Map<String, AtomicLong> waits = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RoundTrips(URI postgres) throws IOException {
    this.postgres = postgres;
    this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * @param url of JDBC: {@code jdbc:postgresql://host:port/database}
   */
  public static RoundTrips before(String url) {
    try {
      return new RoundTrips(URI.create(url.substring("jdbc:".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same database, by way of here. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + here.getLocalPort() + postgres.getPath();
  }

  /** How often this login has waited so far. */
  public long of(String login) {
    return counter(login).get();
  }

  private AtomicLong counter(String login) {
    return waits.computeIfAbsent(login, it -> new AtomicLong());
  }

  private void accept() {
    while (!here.isClosed()) {
      try {
        Socket client = here.accept();
        Socket server = new Socket(postgres.getHost(), postgres.getPort());
        for (Socket socket : List.of(client, server)) {
          socket.setTcpNoDelay(true);
          open.add(socket);
        }
        Thread.ofVirtual().start(() -> carry(client, server, () -> asked(client, server)));
        Thread.ofVirtual().start(() -> carry(client, server, () -> answered(client, server)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private interface Carrying {
    void run() throws IOException;
  }

  private void carry(Socket client, Socket server, Carrying carrying) {
    try (client;
        server) {
      carrying.run();
    } catch (IOException ended) {
      // One side closed, so the other is closed too.
    } finally {
      open.removeAll(Set.of(client, server));
    }
  }

  private static void answered(Socket client, Socket server) throws IOException {
    server.getInputStream().transferTo(client.getOutputStream());
  }

  private void asked(Socket client, Socket server) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    var out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream(), 1 << 16));
    AtomicLong count = counter(signedIn(in, out));
    while (true) {
      int type = in.read();
      if (type < 0) {
        return;
      }
      int length = in.readInt();
      byte[] rest = in.readNBytes(length - 4);
      out.writeByte(type);
      out.writeInt(length);
      out.write(rest);
      if (WAITS.contains((char) type)) {
        count.incrementAndGet();
      }
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  /** Carries the messages before the session, which have no type, and says who signs in. */
  private static String signedIn(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      int length = in.readInt();
      int code = in.readInt();
      byte[] rest = in.readNBytes(length - 8);
      out.writeInt(length);
      out.writeInt(code);
      out.write(rest);
      out.flush();
      if (!ENCRYPTION_REQUESTS.contains(code)) {
        var words = Arrays.asList(new String(rest, StandardCharsets.UTF_8).split("\0"));
        return words.get(words.indexOf("user") + 1);
      }
    }
  }

  @Override
  public void close() {
    try {
      here.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
