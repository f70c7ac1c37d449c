package io.patchbay.demand;

import static io.patchbay.database.Columns.at;

import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.installs.Place;
import io.patchbay.installs.Places;
import io.patchbay.members.Action;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Flash;
import io.patchbay.shell.SeeOther;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** "Ask an Admin to manage": files one open request for each member and integration. */
@Controller
class AskingController {
  private final Places places;
  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  AskingController(
      Places places,
      Tenancy tenancy,
      JdbcClient sql,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.places = places;
    this.tenancy = tenancy;
    this.sql = sql;
    this.clock = clock;
    this.events = events;
  }

  @PostMapping("/w/{workspace}/integrations/{slug}/requests")
  View ask(@PathVariable String workspace, @PathVariable String slug, SignedIn who) {
    var place = places.find(workspace, slug, who);
    place.demand(Action.ASK);
    tenancy.within(place.member().scope(), () -> file(place));
    return SeeOther.to(place.addresses().details(slug)).saying(Flash.good("flash.asked"));
  }

  private void file(Place place) {
    var now = clock.instant();
    var member = place.member();
    int filed =
        sql.sql(
                """
                insert into access_requests (workspace_id, integration, action, asked_by, asked_at)
                values (?, ?, 'manage', ?, ?)
                on conflict (workspace_id, integration, asked_by) where declined_at is null and done_at is null do nothing
                """)
            .param(member.workspace().value())
            .param(place.integration().slug())
            .param(member.person().value())
            .param(at(now))
            .update();
    if (filed == 1) {
      var install = place.install() == null ? null : place.install().id();
      events.publishEvent(
          Happening.of(What.ACCESS_ASKED, now, member.workspace(), place.integration().slug())
              .in(install)
              .by(member.person()));
    }
  }
}
