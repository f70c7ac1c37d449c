package io.patchbay.shell;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The way of errors that no controller has seen: a filter's, the firewall's, the server's. */
@Controller
class ErrorPage implements ErrorController {
  private final Errors errors;
  private final Problems problems;

  ErrorPage(Errors errors, Problems problems) {
    this.errors = errors;
    this.problems = problems;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    Exception cause =
        request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception e ? e : null;
    problems.answer(errors.ofStatus(status, cause), request, response);
  }
}
