package io.patchbay.shell;

import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Sessions;
import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Coming and going. */
@Controller
class SessionController {
  private final Members members;
  private final Sessions sessions;
  private final Cookies cookies;
  private final boolean demo;

  SessionController(
      Members members,
      Sessions sessions,
      Cookies cookies,
      @Value("${patchbay.demo:false}") boolean demo) {
    this.members = members;
    this.sessions = sessions;
    this.cookies = cookies;
    this.demo = demo;
  }

  @PostMapping("/demo/session")
  SeeOther signIn(
      @RequestParam String member,
      @RequestParam(defaultValue = "") String to,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!demo || DemoPeople.ALL.stream().noneMatch(it -> it.handle().equals(member))) {
      throw new NotFound();
    }
    if (!SameOrigin.isProven(request)) {
      throw new Problem(403, "foreign_form");
    }
    Members.Handle handle = members.byHandle(member).orElseThrow(NotFound::new);
    cookies.keepSession(response, sessions.open(handle.person(), handle.epoch()));
    return SeeOther.to(LocalPath.or(to, "/"));
  }

  /** Signs out of this browser. */
  @PostMapping("/session/end")
  SeeOther end(HttpServletResponse response) {
    cookies.endSession(response);
    return SeeOther.to("/");
  }

  @DeleteMapping("/session")
  SeeOther delete(HttpServletResponse response) {
    return end(response);
  }

  /** Signs out of every browser. */
  @PostMapping("/session/end-everywhere")
  SeeOther endEverywhere(SignedIn who, HttpServletResponse response) {
    members.endSessions(who);
    return end(response);
  }
}
