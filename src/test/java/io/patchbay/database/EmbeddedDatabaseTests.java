package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** One folder, used by one test after the other, as a person's data directory is over the years. */
@Timeout(120)
class EmbeddedDatabaseTests {
  private static Path folder = Path.of("unset");

  @BeforeAll
  static void makeFolder() throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "tests").toAbsolutePath());
    folder = Files.createTempDirectory(parent, "embedded-").resolve("postgres");
    try (var database = start()) {
      sql(database).sql("create table notes (id uuid primary key)").update();
      sql(database).sql("grant select, insert on notes to patchbay_app, patchbay_engine").update();
    }
  }

  @AfterAll
  static void deleteFolder() throws IOException {
    FileSystemUtils.deleteRecursively(folder.getParent());
  }

  @Test
  void everyCommitIsOnTheDiskBeforeItIsAcknowledged() {
    try (var database = start()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(text(database, "show " + setting)).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void onlyThisMachineReachesItAndOnlyWithAPassword() {
    try (var database = start()) {
      assertThat(text(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(database.process().info().arguments().orElseThrow())
          .contains("unix_socket_directories=");
      for (String user : List.of("postgres", "patchbay_owner", "patchbay_app", "patchbay_engine")) {
        assertThatThrownBy(() -> Roles.connect(database.reach().url(), new Login(user, "guess")))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
    }
  }

  @Test
  void nobodyElseOpensItsFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".password")).toList()) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  /** As after a kill between the statements of the first start. */
  @Test
  void whoeverHasNoBusinessInItIsShutOutByTheNextStart() {
    var open =
        "select bool_or(has_database_privilege('public', oid, 'connect')) or not bool_and(has_database_privilege('patchbay_app', oid, 'connect')) from pg_database where datname = current_database()";
    for (String left :
        List.of(
            "grant temporary, connect on database patchbay to public",
            "revoke connect on database patchbay from patchbay_app")) {
      try (var database = start()) {
        sql(database).sql(left).update();
        assertThat(sql(database).sql(open).query(Boolean.class).single()).as(left).isTrue();
      }
      try (var database = start()) {
        assertThat(sql(database).sql(open).query(Boolean.class).single()).as(left).isFalse();
      }
    }
  }

  @Test
  void aRestartFindsTheSameDataAtTheSamePort() {
    UUID note = UUID.randomUUID();
    String url;
    try (var database = start()) {
      write(database, note);
      url = database.reach().url();
    }
    try (var database = start()) {
      assertThat(database.reach().url()).isEqualTo(url);
      assertThat(read(database, note)).isTrue();
    }
  }

  @Test
  void aLargeOneReadsAgainWhatItHadInMemory() throws Exception {
    var more = "insert into large select repeat(n::text, 100) from generate_series(1, 200000) n";
    try (var database = start()) {
      sql(database).sql("create table large (filling text)").update();
      sql(database).sql(more).update();
    }
    try (var database = start()) { // it is large from here on
      sql(database).sql(more).update();
    }
    long blocks = 0;
    try (var database = start()) {
      while (blocks == 0) { // the class has a timeout
        TimeUnit.MILLISECONDS.sleep(50);
        var said =
            Pattern.compile("autoprewarm successfully prewarmed (\\d+) of")
                .matcher(Files.readString(folder.resolve("postgresql.log")));
        blocks = said.find() ? Long.parseLong(said.group(1)) : 0;
      }
      assertThat(blocks * 8192).isGreaterThan(64 << 20);
      sql(database).sql("drop table large").update();
    }
  }

  @Test
  void aKilledServerIsStartedAgainUnderThePools() throws InterruptedException {
    UUID note = UUID.randomUUID();
    try (var database = start()) {
      var back = new CountDownLatch(1);
      write(database, note);
      try (var pool =
          OpenDatabase.pool("app", database.reach().url(), database.reach().app(), 3, 3)) {
        database.onRestart(() -> pool.getHikariPoolMXBean().softEvictConnections());
        database.onRestart(back::countDown);
        var app = JdbcClient.create(pool);
        app.sql("select 1").query().singleValue();

        assertThat(database.process().destroyForcibly()).isTrue();
        assertThat(back.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(
                patiently(() ->
                    app.sql("select id from notes where id = ?").param(note).query().listOfRows()))
            .hasSize(1);
      }
    }
  }

  @Test
  void aServerThatOutlivedItsProgramIsTakenOver() throws Exception {
    UUID note = UUID.randomUUID();
    Process program = anotherProgram(folder, note, System.getenv("PATH"));
    program.destroyForcibly().waitFor();
    long survivor = Long.parseLong(Files.readAllLines(pidFile()).getFirst());

    try (var database = start()) {
      assertThat(database.process().pid()).isEqualTo(survivor);
      assertThat(read(database, note)).isTrue();
    }
  }

  @Test
  void afterAKillOfBothNothingAcknowledgedIsLost() throws Exception {
    UUID note = UUID.randomUUID();
    Process program = anotherProgram(folder, note, System.getenv("PATH"));
    long server = Long.parseLong(Files.readAllLines(pidFile()).getFirst());
    program.destroyForcibly();
    ProcessHandle.of(server).orElseThrow().destroyForcibly();
    program.waitFor();

    try (var database = start()) {
      assertThat(read(database, note)).isTrue();
    }
  }

  @Test
  void aPidThatAnotherProgramHasByNowStopsNothing() throws IOException {
    Files.writeString(
        pidFile(),
        "%d\n%s\n1\n1\n\n127.0.0.1\n1 1\nready   \n"
            .formatted(ProcessHandle.current().pid(), folder.resolve("cluster")));
    try (var database = start()) {
      assertThat(text(database, "select 'served'")).isEqualTo("served");
    }
  }

  @Test
  void aPortThatAnotherProgramTookIsGivenUp() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(folder.resolve("port"), Integer.toString(other.getLocalPort()));
      try (var database = start()) {
        assertThat(port(database)).isNotEqualTo(other.getLocalPort());
        assertThat(Files.readString(folder.resolve("port"))).isEqualTo("" + port(database));
      }
    }
  }

  @Test
  void twoProgramsDoNotShareAFolder() {
    try (var database = start()) {
      assertThatThrownBy(EmbeddedDatabaseTests::start)
          .isInstanceOf(DatabaseRefused.class)
          .hasMessageContaining("Another Patchbay uses " + folder);
      assertThat(text(database, "select 'undisturbed'")).isEqualTo("undisturbed");
    }
  }

  @Test
  void filesOfAnotherVersionAreLeftAlone() throws IOException {
    Path version = folder.resolve("cluster").resolve("PG_VERSION");
    Files.writeString(version, "17\n");
    try {
      assertThatThrownBy(EmbeddedDatabaseTests::start)
          .isInstanceOf(DatabaseRefused.class)
          .hasMessageContaining("was made by PostgreSQL 17 and this program brings 18");
    } finally {
      Files.writeString(version, "18\n");
    }
  }

  @Test
  void rootWithoutUserNamespacesServesAsNobody() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    Path elsewhere = Files.createTempDirectory("patchbay-root-");
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path refusing = Files.createDirectory(elsewhere.resolve("bin"));
    Files.writeString(refusing.resolve("unshare"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(
        refusing.resolve("unshare"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = elsewhere.resolve("postgres");
    Process program =
        anotherProgram(home, UUID.randomUUID(), refusing + ":" + System.getenv("PATH"));
    try {
      long server =
          Long.parseLong(Files.readAllLines(home.resolve("cluster/postmaster.pid")).getFirst());
      assertThat(ProcessHandle.of(server).orElseThrow().info().user()).contains("nobody");
    } finally {
      program.destroy();
      program.waitFor();
      FileSystemUtils.deleteRecursively(elsewhere);
    }
  }

  /** A pool that met closed doors knocks again after at most five seconds. */
  private static <T> T patiently(Supplier<T> asking) {
    for (int tries = 1; ; tries++) {
      try {
        return asking.get();
      } catch (CannotGetJdbcConnectionException notYet) {
        if (tries == 6) {
          throw notYet;
        }
      }
    }
  }

  private static EmbeddedDatabase start() {
    return EmbeddedDatabase.start(folder, Durability.ON_DISK);
  }

  private static Path pidFile() {
    return folder.resolve("cluster").resolve("postmaster.pid");
  }

  private static int port(EmbeddedDatabase database) {
    return URI.create(database.reach().url().substring("jdbc:".length())).getPort();
  }

  private static JdbcClient sql(EmbeddedDatabase database) {
    Login owner = Objects.requireNonNull(database.reach().owner());
    return JdbcClient.create(
        new org.springframework.jdbc.datasource.DriverManagerDataSource(
            database.reach().url(), owner.user(), owner.password()));
  }

  private static String text(EmbeddedDatabase database, String sql) {
    return sql(database).sql(sql).query(String.class).single();
  }

  private static void write(EmbeddedDatabase database, UUID note) {
    sql(database).sql("insert into notes values (?)").param(note).update();
  }

  private static boolean read(EmbeddedDatabase database, UUID note) {
    return sql(database)
        .sql("select exists (select from notes where id = ?)")
        .param(note)
        .query(Boolean.class)
        .single();
  }

  /** A program of its own that serves the folder, has committed the note, and then waits. */
  private static Process anotherProgram(Path folder, UUID note, String path) throws IOException {
    var builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Serving.class.getName(),
            folder.toString(),
            note.toString());
    builder.environment().put("PATH", path);
    Process program = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(program.inputReader().readLine()).isEqualTo("serving");
    return program;
  }

  static final class Serving {
    private Serving() {}

    public static void main(String[] arguments) throws InterruptedException {
      var database = EmbeddedDatabase.start(Path.of(arguments[0]), Durability.ON_DISK);
      Runtime.getRuntime().addShutdownHook(new Thread(database::close));
      sql(database).sql("create table if not exists notes (id uuid primary key)").update();
      write(database, UUID.fromString(arguments[1]));
      System.out.println("serving");
      new CountDownLatch(1).await();
    }
  }
}
