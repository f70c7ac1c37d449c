package io.patchbay.shell;

import io.patchbay.members.Forbidden;
import io.patchbay.members.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Turns what went wrong into the one page or problem that says so, for controllers and servlets.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Errors {
  private static final Logger log = LoggerFactory.getLogger(Errors.class);
  private static final RandomGenerator ids = new SecureRandom();

  private final Problems problems;
  private final Visits visits;

  Errors(Problems problems, Visits visits) {
    this.problems = problems;
    this.visits = visits;
  }

  @ExceptionHandler
  public void answer(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problems.answer(problem(e, request), request, response);
  }

  private Problem problem(Exception e, HttpServletRequest request) {
    return switch (e) {
      case Problem problem -> problem;
      case NotFound _ -> new Problem(404, "not_found");
      case Forbidden forbidden ->
          new Problem(403, "not_allowed", visits.words(request).of(forbidden.refusal().key()));
      case MethodArgumentTypeMismatchException _ -> new Problem(404, "not_found");
      case InvalidParameterException _ -> new Problem(400, "bad_request");
      case CannotGetJdbcConnectionException _ -> databaseAway(e);
      case CannotCreateTransactionException _ -> databaseAway(e);
      case DataAccessResourceFailureException _ -> databaseAway(e);
      case TransientDataAccessResourceException _ -> databaseAway(e);
      case QueryTimeoutException _ -> databaseAway(e);
      case ErrorResponse spring -> ofStatus(spring.getStatusCode().value(), e);
      case Exception other -> ours(other);
    };
  }

  /** What the server or the framework answered before any controller was asked. */
  Problem ofStatus(int status, @Nullable Exception e) {
    return switch (status) {
      case 404 -> new Problem(404, "not_found");
      case 405 -> new Problem(405, "wrong_method");
      case 413 -> new Problem(413, "too_large");
      case 421 -> new Problem(421, "wrong_host");
      case 503 -> new Problem(503, "database_away");
      default -> status >= 400 && status < 500 ? new Problem(status, "bad_request") : ours(e);
    };
  }

  private static Problem databaseAway(Exception e) {
    log.warn(
        "The database did not answer: {}",
        NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName());
    return new Problem(503, "database_away");
  }

  /** Our own mistake: the page carries an id, the log has the rest under it. */
  private static Problem ours(@Nullable Exception e) {
    byte[] random = new byte[5];
    ids.nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    log.error("Failed to answer a request; support id {}", id, e);
    return new Problem(500, "our_mistake", id);
  }
}
