package io.patchbay.attacks;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.sandbox.Sandbox;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.NoRounds;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One running program with the demo people in a workspace of their own, where nothing is connected.
 */
final class Target {
  private static final ConfigurableApplicationContext PROGRAM = start();
  private static final JdbcClient SUPERUSER = Database.asSuperuser();
  static final int PORT = Integer.parseInt(setting("local.server.port"));
  static final List<String> PEOPLE = List.of("ada", "max", "bea", "mia");

  final String slug = "target-" + UUID.randomUUID();
  final WorkspaceId workspace = Database.workspace(slug);

  Target() {
    join("ada", "admin", false);
    join("max", "manager", false);
    join("bea", "manager", true);
    join("mia", "member", false);
  }

  private static ConfigurableApplicationContext start() {
    var settings = new HashMap<>(Database.properties());
    settings.put("patchbay.empty", "true");
    settings.put("db-scheduler.enabled", "false");
    settings.put("server.port", "0");
    return NoRounds.start(settings);
  }

  static <T> T bean(String name, Class<T> type) {
    return PROGRAM.getBean(name, type);
  }

  static Sandbox sandbox() {
    return PROGRAM.getBean(Sandbox.class);
  }

  private static String setting(String name) {
    var value = PROGRAM.getEnvironment().getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name);
    }
    return value;
  }

  static Browser signIn(String person) {
    return Browser.of(PORT, person);
  }

  static PersonId person(String handle) {
    return new PersonId(
        SUPERUSER
            .sql("select id from people where handle = ?")
            .param(handle)
            .query(UUID.class)
            .single());
  }

  void role(String handle, String role) {
    SUPERUSER
        .sql("update members set role = ? where workspace_id = ? and person_id = ?")
        .params(role, workspace.value(), person(handle).value())
        .update();
  }

  private void join(String handle, String role, boolean billing) {
    SUPERUSER
        .sql(
            "insert into members (workspace_id, person_id, name, role, billing) values (?, ?, initcap(?), ?, ?)")
        .params(workspace.value(), person(handle).value(), handle, role, billing)
        .update();
  }

  String home() {
    return "/w/" + slug + "/integrations";
  }

  /** Begins a flow, and comes back with what the provider answers once everything is allowed. */
  URI callback(Browser browser, String integration, String account) {
    return sandbox().person().allow(consent(browser, integration), account);
  }

  URI consent(Browser browser, String integration) {
    var page = browser.get(home() + "/" + integration + "/setup/authorize");
    var sent = browser.submit(page, home() + "/" + integration + "/authorizations", Map.of());
    return URI.create(sent.headers().firstValue("Location").orElseThrow());
  }

  long secrets() {
    return count("select count(*) from secrets where owner_id = ?");
  }

  long connections() {
    return count("select count(*) from connections where owner_id = ? and removed_at is null");
  }

  private long count(String sql) {
    return SUPERUSER.sql(sql).param(workspace.value()).query(Long.class).single();
  }
}
