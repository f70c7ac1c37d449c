package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.patchbay.testing.Browser;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

@ShellTest
class HealthTests {
  @LocalServerPort private int port;
  @Autowired private ApplicationContext context;
  @Autowired private ApplicationAvailability availability;
  @Autowired private DataSource app;

  @Autowired
  @Qualifier("engine") private DataSource engine;

  @AfterEach
  void wellAgain() {
    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
  }

  @Test
  void aNodeThatServesSaysSoToWhoeverAsks() {
    for (String path : List.of("", "/liveness", "/readiness")) {
      var answer = new Browser(port).get("/actuator/health" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void aNodeThatStopsIsSentNothingMoreAndNotStartedAgain() {
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);

    var answer = new Browser(port).get("/actuator/health/readiness");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
    assertThat(new Browser(port).get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void aNodeThatIsBrokenIsStartedAgain() {
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);

    var answer = new Browser(port).get("/actuator/health/liveness");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":\"DOWN\"}");
  }

  @Test
  void withoutEitherWayIntoTheDatabaseANodeIsSentNothing() {
    var shut = new HikariDataSource();
    shut.close();
    for (var ways : List.of(List.of(shut, engine), List.of(app, shut))) {
      var health = new HealthController(availability, ways);
      assertThat(health.readiness().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(health.readiness().getBody()).isEqualTo(Map.of("status", "DOWN"));
      assertThat(health.liveness().getStatusCode()).isEqualTo(HttpStatus.OK);
    }
  }

  /** Or what a node held that lost its power is held for hours. */
  @Test
  void theDatabaseLetsGoWhatNobodyGoesOnWith() {
    for (var way : List.of(app, engine)) {
      assertThat(
              JdbcClient.create(way)
                  .sql("select current_setting('idle_in_transaction_session_timeout')")
                  .query(String.class)
                  .single())
          .isEqualTo("30s");
    }
  }

  @Test
  void nothingElseIsShownThere() {
    for (String path : List.of("/actuator", "/actuator/health/db", "/actuator/env")) {
      assertThat(new Browser(port).get(path, "Accept", "application/json").statusCode())
          .as(path)
          .isBetween(401, 404);
    }
  }
}
