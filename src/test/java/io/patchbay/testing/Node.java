package io.patchbay.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.Patchbay;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.connections.DueTimes;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.health.Checking;
import io.patchbay.health.LiveCredentials;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole program with a second door, through which a test orders what a host app and a person
 * would: {@code /arrange} connects accounts, {@code /use} asks for credentials, {@code /check}
 * checks, {@code /seal} gives what is due a key, {@code /door} tells the port of its first door,
 * {@code /crash} says at which point it dies. Run as a process of its own: {@link Program#node}.
 */
public final class Node {
  private final ConfigurableApplicationContext program;
  private final CrashPoints points;

  private Node(ConfigurableApplicationContext program, CrashPoints points) {
    this.program = program;
    this.points = points;
  }

  public static void main(String[] args) throws IOException {
    var points = new CrashPoints();
    var patchbay = new SpringApplication(Patchbay.class);
    patchbay.addInitializers(it -> it.getBeanFactory().addBeanPostProcessor(points));
    var node = new Node(patchbay.run(args), points);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", node::answer);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String said;
    int status = 200;
    try {
      var fields = fields(body);
      said =
          switch (exchange.getRequestURI().getPath()) {
            case "/arrange" -> arrange(fields);
            case "/use" -> use(fields);
            case "/check" -> check(fields);
            case "/seal" -> seal(fields);
            case "/door" -> program.getEnvironment().getRequiredProperty("local.server.port");
            case "/crash" -> {
              points.at(Integer.parseInt(fields.getOrDefault("at", "1")));
              yield "ok";
            }
            case String other -> throw new IllegalArgumentException("No order " + other);
          };
    } catch (RuntimeException wrong) {
      wrong.printStackTrace();
      status = 500;
      said = wrong.toString();
    }
    var bytes = said.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> fields(String body) {
    var fields = new LinkedHashMap<String, String>();
    Arrays.stream(body.split("&", -1))
        .map(it -> it.split("=", 2))
        .filter(it -> it.length == 2)
        .forEach(it -> fields.put(it[0], it[1]));
    return fields;
  }

  private Integration entry(Map<String, String> fields) {
    return program
        .getBean(CurrentCatalog.class)
        .get()
        .find(fields.getOrDefault("slug", "pretend"))
        .orElseThrow();
  }

  private static Owner owner(Map<String, String> fields) {
    return new Owner.Workspace(new WorkspaceId(UUID.fromString(fields.get("workspace"))));
  }

  /**
   * Connects accounts {@code from} to {@code to}, whose tokens ended {@code expired} seconds ago.
   */
  private String arrange(Map<String, String> fields) {
    var workspace = new WorkspaceId(UUID.fromString(fields.get("workspace")));
    var person = new PersonId(UUID.fromString(fields.get("person")));
    int from = Integer.parseInt(fields.getOrDefault("from", "0"));
    int to = Integer.parseInt(fields.getOrDefault("to", "1"));
    var ends = Instant.now().plusSeconds(Long.parseLong(fields.getOrDefault("ends", "3600")));
    return program
        .getBean(Tenancy.class)
        .within(
            Scope.of(workspace, person),
            () -> {
              var ids = new java.util.ArrayList<String>();
              for (int i = from; i < to; i++) {
                ids.add(connect(workspace, person, i, ends, fields).toString());
              }
              return String.join(",", ids);
            });
  }

  private ConnectionId connect(
      WorkspaceId workspace, PersonId person, int i, Instant ends, Map<String, String> fields) {
    var entry = entry(fields);
    var connections = program.getBean(Connections.class);
    var install = program.getBean(Installs.class).ensure(workspace, entry, person);
    var id = connections.begin(workspace, install, entry, person);
    var credential =
        new Credential(
            Map.of("access", Secret.of("a-" + i + "-0"), "refresh", Secret.of("r-" + i + "-0")));
    program
        .getBean(Secrets.class)
        .put(new Owner.Workspace(workspace), id, "credential", credential.asSecret(), ends, "");
    connections.observe(
        entry,
        id,
        new CheckResult.Answered(
            new CheckResult.Account("account-" + i, "Account " + i, null), null),
        Set.copyOf(entry.scopes().map(it -> it.id()).toList()));
    if (fields.containsKey("renew")) {
      program.getBean(DueTimes.class).renewAt(id, Instant.now());
    }
    return id;
  }

  /** Asks for each connection's credential, each {@code times} at once. */
  private String use(Map<String, String> fields) {
    var entry = entry(fields);
    var owner = owner(fields);
    var live = program.getBean(LiveCredentials.class);
    var ok = new AtomicInteger();
    var failed = new ConcurrentHashMap<String, Integer>();
    var ids = List.of(fields.getOrDefault("connections", "").split(",", -1));
    int times = Integer.parseInt(fields.getOrDefault("times", "1"));
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var id : ids) {
        for (int i = 0; i < times; i++) {
          each.execute(() -> {
            try {
              switch (live.find(owner, new ConnectionId(UUID.fromString(id)), entry)) {
                case LiveCredentials.Ready _ -> ok.incrementAndGet();
                case LiveCredentials.Unusable it ->
                    failed.merge(it.why().toString(), 1, Integer::sum);
              }
            } catch (RuntimeException wrong) {
              failed.merge(wrong.toString(), 1, Integer::sum);
            }
          });
        }
      }
    }
    return "ok "
        + ok
        + failed.entrySet().stream()
            .map(it -> "\n" + it.getValue() + " " + it.getKey())
            .collect(Collectors.joining());
  }

  /** Gives every connection of a workspace that is due a key of its own. */
  private String seal(Map<String, String> fields) {
    var owner = owner(fields);
    var sql = program.getBean(JdbcClient.class);
    var secrets = program.getBean(Secrets.class);
    return program
        .getBean(Tenancy.class)
        .within(
            Scope.of(owner),
            () -> {
              var due =
                  sql.sql(
                          "select connection_id from checks_due where owner_id = current_workspace() and due_at <= now()")
                      .query((row, n) -> new ConnectionId(row.getObject(1, UUID.class)))
                      .list();
              for (var id : due) {
                var key = new Credential(Map.of("api_key", Secret.of("sk_test_" + id)));
                secrets.put(owner, id, "credential", key.asSecret(), null, "");
              }
              return String.valueOf(due.size());
            });
  }

  private String check(Map<String, String> fields) {
    var checking = program.getBean(Checking.class);
    var owner = owner(fields);
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var id : fields.getOrDefault("connections", "").split(",", -1)) {
        each.execute(() -> checking.check(owner, new ConnectionId(UUID.fromString(id))));
      }
    }
    return "ok";
  }
}
