package io.patchbay.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.patchbay.connections.ConnectionRows;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.HttpRequestHandler;

/**
 * What the directory page is measured against: the same kind of server with the same settings, the
 * same rows by one prepared statement with every column read, and a page that was made beforehand.
 * No row-level security, no session, no status, no template. The statement is three selects in one
 * round trip, because one join of all of it takes twice as long; {@link #FEWER} leaves out the
 * steps and the resources, which the page reads as well.
 */
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class
})
final class Bare {
  static final String FEWER = "/fewer";
  static final String SELECT = "/select";
  private static final String PAGE = "/page";
  private static final String CONNECTIONS =
      "select i.id, i.integration, i.created_at, i.requires_billing_admin, i.disabled_at, i.disabled_by, "
          + ConnectionRows.COLUMNS
          + """

          from installs i
          join connections c on c.owner_id = i.workspace_id and c.install_id = i.id and c.removed_at is null
          join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
          where i.workspace_id = ?\
          """;
  private static final String SAME_ROWS =
      CONNECTIONS
          + """
          ;
          select install_id, step, array(select jsonb_object_keys(choices)), skipped_at is not null
          from step_results where workspace_id = ?;
          select install_id, kind, count(*) from resources where workspace_id = ? and unlinked_at is null
          group by install_id, kind\
          """;

  /** The kind of row that a credential read brings, found by the one id it is asked for. */
  private static final String ONE_SECRET =
      """
      select s.sealed, s.generation, s.expires_at from connections c
      join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
      where c.id = ?\
      """;

  private Bare() {}

  /**
   * @param args the database's url, user and password; the workspace (for {@link #SELECT} a
   *     connection); the page's size in bytes
   */
  public static void main(String[] args) {
    var source = pool(args[0], args[1], args[2]);
    var workspace = UUID.fromString(args[3]);
    var page = new byte[Integer.parseInt(args[4])];
    Arrays.fill(page, (byte) 'x');
    var context =
        new SpringApplicationBuilder(Bare.class)
            .properties(
                Map.of(
                    "spring.config.name", "bare",
                    "server.port", "0",
                    "server.address", "127.0.0.1",
                    "server.tomcat.max-keep-alive-requests", "-1",
                    "spring.threads.virtual.enabled", "true",
                    "spring.main.banner-mode", "off",
                    "logging.level.root", "off"))
            .initializers(it -> {
              var beans = (GenericApplicationContext) it;
              beans.registerBean(
                  PAGE,
                  HttpRequestHandler.class,
                  () -> answers(source, SAME_ROWS, workspace, page));
              beans.registerBean(
                  FEWER,
                  HttpRequestHandler.class,
                  () -> answers(source, CONNECTIONS, workspace, page));
              beans.registerBean(
                  SELECT,
                  HttpRequestHandler.class,
                  () -> answers(source, ONE_SECRET, workspace, page));
            })
            .run();
    System.out.println(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + PAGE);
  }

  private static HttpRequestHandler answers(
      DataSource source, String sql, UUID workspace, byte[] page) {
    int parameters = (int) sql.chars().filter(it -> it == '?').count();
    return (_, response) -> {
      read(source, sql, parameters, workspace);
      response.setContentType("text/html;charset=UTF-8");
      response.setContentLength(page.length);
      response.getOutputStream().write(page);
    };
  }

  private static void read(DataSource source, String sql, int parameters, UUID workspace)
      throws IOException {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 1; i <= parameters; i++) {
        statement.setObject(i, workspace);
      }
      boolean more = statement.execute();
      while (more) {
        try (var rows = statement.getResultSet()) {
          read(rows);
        }
        more = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void read(ResultSet rows) throws SQLException, IOException {
    int columns = rows.getMetaData().getColumnCount();
    int values = 0;
    while (rows.next()) {
      for (int column = 1; column <= columns; column++) {
        values += rows.getObject(column) == null ? 0 : 1;
      }
    }
    if (values == 0) {
      throw new IOException("The select found no rows");
    }
  }

  private static HikariDataSource pool(String url, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(10);
    return new HikariDataSource(config);
  }
}
