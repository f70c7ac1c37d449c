package io.patchbay.shell;

import io.patchbay.database.OneTrip;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.Policy;
import io.patchbay.members.SignedIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shell and what it stands on, over real HTTP, with a few pages that fail in every way. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    classes = ShellTest.Rooms.class,
    properties = {"patchbay.demo=true", "spring.web.resources.add-mappings=false"})
@interface ShellTest {
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan({
    "io.patchbay.shell",
    "io.patchbay.members",
    "io.patchbay.database",
    "io.patchbay.settings",
    "io.patchbay.vault"
  })
  @Import(Pages.class)
  class Rooms {}

  @RestController
  class Pages {
    private final Members members;
    private final DataSource app;

    Pages(Members members, DataSource app) {
      this.members = members;
      this.app = app;
    }

    /** Who came in, and how many members row-level security shows them, in one trip. */
    @GetMapping("/w/{workspace}/probe")
    String probe(@PathVariable String workspace, SignedIn who) {
      var trip = new OneTrip();
      Members.Entry entry = members.enter(trip, workspace, who);
      var seen = new int[1];
      trip.ask(
          "select count(*)::integer from members where person_id <> current_person()",
          List.of(),
          rows -> {
            rows.next();
            seen[0] = rows.getInt(1);
          });
      trip.run(app);
      Member member = entry.member();
      return member.name() + " " + member.role() + " beside " + seen[0];
    }

    @PostMapping("/w/{workspace}/probe")
    String change(@PathVariable String workspace, SignedIn who) {
      Member member = members.require(workspace, who);
      Policy.demand(Action.DISCONNECT, member, false);
      return "changed by " + member.name();
    }

    @GetMapping("/w/{workspace}/mistake")
    String mistake() {
      throw new IllegalStateException("a secret detail");
    }

    @GetMapping({"/w/{workspace}/away", "/api/v1/away"})
    String away() {
      throw new DataAccessResourceFailureException("no route to db-17");
    }
  }
}
