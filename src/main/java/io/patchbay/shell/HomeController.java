package io.patchbay.shell;

import gg.jte.generated.precompiled.Templates;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The door: who isn't signed in does so here, who is goes on to where they belong. */
@Controller
class HomeController {
  private final Templates pages;
  private final Members members;
  private final Cookies cookies;
  private final boolean demo;

  HomeController(
      Templates pages,
      Members members,
      Cookies cookies,
      @Value("${patchbay.demo:false}") boolean demo) {
    this.pages = pages;
    this.members = members;
    this.cookies = cookies;
    this.demo = demo;
  }

  @GetMapping("/")
  View home(Visit visit, @RequestParam(defaultValue = "") String to, HttpServletResponse response) {
    SignedIn who = visit.who();
    Optional<Person> person = who == null ? Optional.empty() : members.person(who);
    if (person.isPresent()) {
      return to.isEmpty() ? home(visit, person.get()) : SeeOther.to(LocalPath.or(to, "/"));
    }
    if (who != null) {
      cookies.endSession(response);
    }
    Frame frame = visit.frame(visit.words().of("signin.title"));
    return Html.of(
        pages.shellSignIn(frame, demo ? DemoPeople.ALL : List.of(), LocalPath.or(to, "/")));
  }

  private View home(Visit visit, Person person) {
    if (person.operator()) {
      return SeeOther.to("/operator");
    }
    if (!person.memberships().isEmpty()) {
      String slug = person.memberships().getFirst().slug();
      return SeeOther.to("/w/" + slug + "/integrations");
    }
    return workspaces(visit, person);
  }

  /** Every workspace this person may go to. */
  @GetMapping("/workspaces")
  View workspaces(Visit visit, SignedIn who) {
    return workspaces(visit, members.person(who).orElseThrow(NotFound::new));
  }

  private Html workspaces(Visit visit, Person person) {
    Frame frame = visit.frame(person, visit.words().of("workspaces.title"));
    return Html.of(pages.shellWorkspaces(frame, person));
  }
}
