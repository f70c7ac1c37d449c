package io.patchbay.shell;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For what restarts this node and what sends it work: 200 and {@code {"status":"UP"}}, or 503 with
 * {@code DOWN} (it can't do its work) or {@code OUT_OF_SERVICE} (not yet, or no more). Addresses
 * and words are those of Spring Boot's actuator, of which nothing else was ever shown.
 */
@RestController
class HealthController {
  private static final int SECONDS_TO_ANSWER = 2;

  private final ApplicationAvailability availability;
  private final Collection<DataSource> databases;

  @Autowired
  HealthController(ApplicationAvailability availability, ListableBeanFactory beans) {
    this(availability, beans.getBeansOfType(DataSource.class).values());
  }

  HealthController(ApplicationAvailability availability, Collection<DataSource> databases) {
    this.availability = availability;
    this.databases = databases;
  }

  @GetMapping("/actuator/health/liveness")
  ResponseEntity<Map<String, String>> liveness() {
    return said(availability.getLivenessState() == LivenessState.CORRECT ? "UP" : "DOWN");
  }

  @GetMapping({"/actuator/health", "/actuator/health/readiness"})
  ResponseEntity<Map<String, String>> readiness() {
    if (!databases.stream().allMatch(HealthController::answers)) {
      return said("DOWN");
    }
    return said(
        availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
            ? "UP"
            : "OUT_OF_SERVICE");
  }

  private static boolean answers(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException away) {
      return false;
    }
  }

  private static ResponseEntity<Map<String, String>> said(String status) {
    return ResponseEntity.status(
            "UP".equals(status) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .cacheControl(CacheControl.noStore())
        .body(Map.of("status", status));
  }
}
