package io.patchbay.shell;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.members.Members;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Problem} as a page for people, as problem+json for programs. */
@Component
class Problems {
  private final Templates pages;
  private final Visits visits;
  private final Members members;
  private final JsonMapper json;

  Problems(Templates pages, Visits visits, Members members, JsonMapper json) {
    this.pages = pages;
    this.visits = visits;
    this.members = members;
    this.json = json;
  }

  static boolean wantsJson(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (path.startsWith("/api/") || path.startsWith("/hooks/")) {
      return true;
    }
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("json") && !accept.contains("text/html");
  }

  void answer(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    if (wantsJson(request)) {
      answerJson(problem, request, response);
    } else {
      answerPage(problem, request, response);
    }
  }

  private void answerJson(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemPage said = say(problem, visits.words(request));
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "about:blank");
    body.put("title", said.title());
    body.put("status", problem.status());
    body.put("code", problem.code());
    body.put("detail", said.happened() + " " + said.todo());
    write(response, problem.status(), "application/problem+json", json.writeValueAsBytes(body));
  }

  private void answerPage(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Visit visit = visits.of(request, response);
    Known known = known(problem, visit.who());
    if (problem.status() == 404 && known instanceof Known.Nobody) {
      // Nothing is found in a session that has ended.
      Cookies.of(request).endSession(response);
      SeeOther.to("/").render(null, request, response);
      return;
    }
    ProblemPage said = say(problem, visit.words());
    Frame frame =
        known instanceof Known.Somebody it
            ? visit.frame(it.person(), said.title())
            : visit.frame(said.title());
    Html.of(pages.shellProblem(frame, said))
        .status(problem.status())
        .render(Map.of(), request, response);
  }

  /** Who it is, as far as that is known. */
  private sealed interface Known {
    record Somebody(Person person) implements Known {}

    /** The session has ended. */
    record Nobody() implements Known {}

    /** No session, or the database can't be asked. */
    record NotAsked() implements Known {}
  }

  private Known known(Problem problem, @Nullable SignedIn who) {
    if (who == null || problem.status() >= 500) {
      return new Known.NotAsked();
    }
    try {
      return members.person(who).<Known>map(Known.Somebody::new).orElseGet(Known.Nobody::new);
    } catch (DataAccessException e) {
      return new Known.NotAsked();
    }
  }

  private static ProblemPage say(Problem problem, Words words) {
    Object[] values = problem.values().toArray();
    String stem = "problem." + problem.code();
    return new ProblemPage(
        problem.status(),
        words.of(stem + ".title", values),
        words.of(stem + ".happened", values),
        words.of(stem + ".do", values),
        words.has(stem + ".next") ? words.of(stem + ".next", values) : "",
        problem.status() >= 500 ? ProblemPage.Way.AGAIN : ProblemPage.Way.HOME);
  }

  static void write(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
