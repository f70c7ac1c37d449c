package io.patchbay.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in a directory: real programs, real files, loopback only, passwords for
 * everybody. One program at a time uses the directory; the port stays the same for its lifetime, so
 * that a server which outlived a killed program is found again. See
 * docs/decisions/0001-postgresql-of-our-own.md.
 *
 * <pre>
 * folder/lock            held while a program uses the folder
 * folder/port            chosen free at the first start
 * folder/*.password      of the superuser, owner, app and engine; mode 0600
 * folder/binaries-*      the programs, unpacked
 * folder/cluster         PostgreSQL's own files
 * folder/postgresql.log  what it said
 * </pre>
 */
public final class EmbeddedDatabase implements AutoCloseable {
  static final String DATABASE = "patchbay";
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final long LOG_LIMIT = 10L << 20;

  private final Path folder;
  private final FileChannel lock;
  private final Postmaster postmaster;
  private final int port;
  private final Reach reach;
  private final List<Runnable> onRestart = new CopyOnWriteArrayList<>();
  private volatile boolean closing;

  private EmbeddedDatabase(
      Path folder, FileChannel lock, Postmaster postmaster, int port, Reach reach) {
    this.folder = folder;
    this.lock = lock;
    this.postmaster = postmaster;
    this.port = port;
    this.reach = reach;
  }

  /** Starts the database of this folder, or takes over the one that still runs there. */
  public static EmbeddedDatabase start(Path folder, Durability durability) {
    try {
      Path home = Folders.ofOurOwn(folder);
      FileChannel lock = lock(home);
      try {
        return start(home, lock, durability);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not prepare " + folder, e);
    } catch (SQLException e) {
      throw new DatabaseRefused(
          "PostgreSQL in %s refuses: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static EmbeddedDatabase start(Path home, FileChannel lock, Durability durability)
      throws IOException, SQLException {
    var superuser = new Login("postgres", Folders.secret(home.resolve("superuser.password")));
    var owner = new Login("patchbay_owner", Folders.secret(home.resolve("owner.password")));
    var app = new Login("patchbay_app", Folders.secret(home.resolve("app.password")));
    var engine = new Login("patchbay_engine", Folders.secret(home.resolve("engine.password")));
    Path logFile = home.resolve("postgresql.log");
    rotate(logFile);

    Binaries binaries = Binaries.in(home);
    Account account = Account.of(home);
    Path cluster = home.resolve("cluster");
    new Cluster(cluster, binaries, account, durability).make(home.resolve("superuser.password"));

    var postmaster = new Postmaster(binaries, account, cluster, logFile, durability);
    int port = port(home, postmaster);
    postmaster.start(port);
    Roles.prepare(address(port, "postgres"), superuser, owner, List.of(app, engine), durability);

    var reach = new Reach(address(port, DATABASE), app, engine, owner);
    var database = new EmbeddedDatabase(home, lock, postmaster, port, reach);
    Thread.ofPlatform().daemon().name("postgresql-supervisor").start(database::supervise);
    return database;
  }

  /** Where the server of this folder is, if one runs there, whoever started it. */
  static Optional<Reach> running(Path folder) {
    try {
      if (!Files.exists(folder.resolve("port"))) {
        return Optional.empty();
      }
      Path home = folder.toRealPath();
      var postmaster =
          new Postmaster(
              new Binaries(home),
              Account.of(home),
              home.resolve("cluster"),
              home.resolve("postgresql.log"),
              Durability.ON_DISK);
      if (postmaster.readyPort().isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Reach(
              address(postmaster.readyPort().get(), DATABASE),
              new Login("patchbay_app", Folders.secret(home.resolve("app.password"))),
              new Login("patchbay_engine", Folders.secret(home.resolve("engine.password"))),
              null));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not look into " + folder, e);
    }
  }

  /**
   * It never speaks TLS, and its version is known: each connection is spared the questions. A start
   * waits for five of them.
   */
  private static String address(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&assumeMinServerVersion=18"
        .formatted(port, database);
  }

  /** Where it is, for all three logins. */
  public Reach reach() {
    return reach;
  }

  /** Called after a server that died was started again: every connection made before is dead. */
  public void onRestart(Runnable listener) {
    onRestart.add(listener);
  }

  /** The server's process. */
  public ProcessHandle process() {
    return postmaster
        .living()
        .orElseThrow(
            () -> new IllegalStateException("PostgreSQL in " + folder + " is not running"));
  }

  /** Stops the server and leaves the folder to the next program. */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    postmaster.stop();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void supervise() {
    while (!closing) {
      try {
        postmaster.awaitEnd();
      } catch (RuntimeException unseen) {
        log.error("Whether PostgreSQL lives could not be seen; looking again", unseen);
        Postmaster.pause(Duration.ofSeconds(1));
        continue;
      }
      if (!closing) {
        restart();
      }
    }
  }

  private synchronized void restart() {
    if (closing) {
      return;
    }
    log.warn("PostgreSQL died; starting it again");
    try {
      postmaster.start(port);
      onRestart.forEach(Runnable::run);
      log.warn("PostgreSQL is back");
    } catch (RuntimeException e) {
      log.error("PostgreSQL did not come back; trying again", e);
      Postmaster.pause(Duration.ofSeconds(1));
    }
  }

  private static FileChannel lock(Path home) throws IOException {
    var channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException sameProgram) {
      // falls through to the same answer
    }
    channel.close();
    throw new DatabaseRefused(
        "Another Patchbay uses %s: stop it, or give this one a data directory of its own."
            .formatted(home));
  }

  /**
   * The port of this folder: where the living server is, or the one it always had, or a new one.
   */
  private static int port(Path home, Postmaster postmaster) throws IOException {
    Path file = home.resolve("port");
    @Nullable Integer remembered =
        Files.exists(file) ? Integer.valueOf(Files.readString(file).strip()) : null;
    if (remembered != null && (postmaster.living().isPresent() || soonFree(remembered))) {
      return remembered;
    }
    int chosen = anyFree();
    Folders.write(file, Integer.toString(chosen));
    return chosen;
  }

  private static boolean soonFree(int port) {
    for (int tries = 0; tries < 20; tries++) {
      if (isFree(port)) {
        return true;
      }
      Postmaster.pause(Duration.ofMillis(100));
    }
    return false;
  }

  /** Below the range that systems hand out for outgoing connections, so that it stays ours. */
  private static int anyFree() {
    var random = new SecureRandom();
    return random.ints(20_000, 30_000).filter(EmbeddedDatabase::isFree).findFirst().orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static void rotate(Path logFile) throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT) {
      Files.move(
          logFile,
          logFile.resolveSibling("postgresql.log.1"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
