package io.patchbay.hostapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.testing.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class DemoHostKeyTest {
  @TempDir Path data;

  private final JdbcClient app = JdbcClient.create(Database.app());

  private boolean granted;

  @BeforeEach
  void asInProduction() {
    granted =
        app.sql("select has_function_privilege('add_demo_host_key(bytea)', 'execute')")
            .query(Boolean.class)
            .single();
    Database.asOwner()
        .sql("revoke execute on function add_demo_host_key(bytea) from " + app())
        .update();
    Database.asOwner()
        .sql("update host_keys set ended_at = now() where name = 'demo' and ended_at is null")
        .update();
  }

  @AfterEach
  void asItWas() throws Exception {
    if (granted) {
      prepare();
    }
  }

  @Test
  void aDatabaseThatIsNoDemosTakesNoKeyFromTheApp() throws Exception {
    assertThatThrownBy(() ->
            app.sql("select add_demo_host_key(?)")
                .param(HostKey.of("mine").hash())
                .query()
                .singleRow())
        .isInstanceOf(DataAccessException.class);

    new DemoHostKey(app, true, data).make();
    assertThat(data.resolve("host-api-key")).doesNotExist();
    assertThat(living()).isZero();
  }

  @Test
  void aDemoMakesOneKeyOnceThatOnlyItsOwnerReads() throws Exception {
    prepare();
    new DemoHostKey(app, true, data).make();
    var file = data.resolve("host-api-key");
    var key = Files.readString(file).strip();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(lives(key)).isTrue();

    new DemoHostKey(app, true, data).make();
    assertThat(Files.readString(file).strip()).isEqualTo(key);
    assertThat(living()).isOne();
  }

  @Test
  void aNewKeyEndsTheOneBefore() throws Exception {
    prepare();
    new DemoHostKey(app, true, data).make();
    var file = data.resolve("host-api-key");
    var before = Files.readString(file).strip();
    Files.delete(file);

    new DemoHostKey(app, true, data).make();
    assertThat(lives(before)).isFalse();
    assertThat(lives(Files.readString(file).strip())).isTrue();
    assertThat(living()).isOne();
  }

  private static void prepare() throws Exception {
    var grant = Files.readString(Path.of("src/main/resources/db/demo/R__demo_host_key.sql"));
    Database.asOwner().sql(grant.replace("${app}", app())).update();
  }

  private static String app() {
    return "\"" + Database.reach().app().user() + "\"";
  }

  private static boolean lives(String key) {
    return Database.asOwner()
        .sql("select exists (select from host_keys where hash = ? and ended_at is null)")
        .param(HostKey.of(key).hash())
        .query(Boolean.class)
        .single();
  }

  private static int living() {
    return Database.asOwner()
        .sql("select count(*) from host_keys where name = 'demo' and ended_at is null")
        .query(Integer.class)
        .single();
  }
}
