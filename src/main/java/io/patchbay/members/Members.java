package io.patchbay.members;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the database who is there: role, billing flag and epoch are read afresh each time. */
@Component
public class Members {
  private final DataSource app;

  Members(DataSource app) {
    this.app = app;
  }

  /**
   * Makes entering the workspace the first statement of a page's one trip; what the trip asks after
   * it sees this workspace's rows, or none at all if the person may not be there. Read {@link
   * Entry#member} after the trip has run.
   */
  public Entry enter(OneTrip trip, String slug, SignedIn who) {
    var entry = new Entry();
    trip.ask(
        "select * from enter_workspace(?, ?, ?)",
        List.of(slug, who.person().value(), who.epoch()),
        rows -> entry.member = rows.next() ? member(rows, slug, who.person()) : null);
    return entry;
  }

  /** Who came in; known once the trip has run. */
  public static final class Entry {
    private @Nullable Member member;

    /**
     * @throws NotFound if there is no such workspace for this person and session
     */
    public Member member() {
      if (member == null) {
        throw new NotFound();
      }
      return member;
    }

    public boolean isOpen() {
      return member != null;
    }
  }

  /**
   * The member, in a trip of its own: for what is about to be written.
   *
   * @throws NotFound if there is no such workspace for this person and session
   */
  public Member require(String slug, SignedIn who) {
    var trip = new OneTrip();
    Entry entry = enter(trip, slug, who);
    trip.run(app);
    return entry.member();
  }

  /** Who signed in, outside of any workspace; empty where the session is over. */
  public Optional<Person> person(SignedIn who) {
    var found = new ArrayList<Person>(1);
    new OneTrip()
        .ask(
            "select * from enter_as_person(?, ?)",
            List.of(who.person().value(), who.epoch()),
            rows -> person(rows, who.person()).ifPresent(found::add))
        .run(app);
    return found.stream().findFirst();
  }

  /** Signs the person out everywhere: every session that is open now is over. */
  public void endSessions(SignedIn who) {
    new OneTrip()
        .ask(
            "select * from enter_as_person(?, ?)",
            List.of(who.person().value(), who.epoch()),
            rows -> {})
        .ask("select end_sessions()", List.of(), rows -> {})
        .run(app);
  }

  /**
   * Who stands behind a handle, as a session's value to be sealed. Only demo mode signs people in
   * like this.
   */
  public Optional<Handle> byHandle(String handle) {
    var found = new ArrayList<Handle>(1);
    new OneTrip()
        .ask(
            "select * from person_by_handle(?)",
            List.of(handle),
            rows -> {
              if (rows.next()) {
                found.add(new Handle(new PersonId(id(rows, "person_id")), rows.getInt("epoch")));
              }
            })
        .run(app);
    return found.stream().findFirst();
  }

  public record Handle(PersonId person, int epoch) {}

  private static Member member(ResultSet row, String slug, PersonId person) throws SQLException {
    return new Member(
        person,
        new WorkspaceId(id(row, "workspace_id")),
        slug,
        row.getString("workspace_name"),
        row.getString("plan"),
        row.getString("member_name"),
        Role.of(row.getString("role")),
        row.getBoolean("billing"),
        row.getInt("other_workspaces"),
        row.getInt("requests_waiting"));
  }

  private static Optional<Person> person(ResultSet rows, PersonId id) throws SQLException {
    String name = null;
    boolean operator = false;
    var memberships = new ArrayList<Person.Membership>();
    while (rows.next()) {
      name = rows.getString("person_name");
      operator = rows.getBoolean("operator");
      String slug = rows.getString("workspace_slug");
      if (slug != null) {
        memberships.add(
            new Person.Membership(
                slug, rows.getString("workspace_name"), Role.of(rows.getString("role"))));
      }
    }
    return name == null
        ? Optional.empty()
        : Optional.of(new Person(id, name, operator, List.copyOf(memberships)));
  }

  private static UUID id(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
