package io.patchbay.sources;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.database.OneTrip;
import io.patchbay.members.Member;
import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.SignedIn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is linked in a workspace, one page of it, in one round trip. */
@Component
class SourcesReading {
  static final int PAGE = 50;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String COLUMNS =
      """
      i.integration, i.requires_billing_admin, r.id, r.kind, r.name, r.detail, r.private, r.archived, r.vanished_at,
      r.was_named, r.renamed_at, r.linked_at, m.name, r.choices::text, p.name,\
      """;
  private static final String FROM =
      """

      from resources r
      join installs i on i.workspace_id = r.workspace_id and i.id = r.install_id
      join connections c on c.owner_id = r.owner_id and c.id = r.connection_id
      join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
      left join members m on m.workspace_id = r.workspace_id and m.person_id = r.linked_by
      left join members p on p.workspace_id = r.workspace_id and p.person_id = r.owner_id
      where r.workspace_id = (select current_workspace()) and r.unlinked_at is null\
      """;

  private final Members members;
  private final DataSource app;

  SourcesReading(Members members, DataSource app) {
    this.members = members;
    this.app = app;
  }

  /**
   * @param by who linked it; may be empty
   * @param owner whose own source it came through; empty for the workspace's
   */
  record Source(
      String integration,
      boolean sensitive,
      UUID id,
      String kind,
      String name,
      String detail,
      boolean hidden,
      boolean archived,
      @Nullable Instant vanishedAt,
      @Nullable String wasNamed,
      @Nullable Instant renamedAt,
      Instant linkedAt,
      String by,
      Map<String, List<String>> choices,
      String owner,
      ConnectionFacts connection) {}

  /**
   * @param counts by integration, over everything that is linked
   * @param matching how many the address asks for
   */
  record Seen(Member member, Map<String, Integer> counts, List<Source> sources, int matching) {}

  Seen read(String workspace, String integration, String query, int page, SignedIn who) {
    var trip = new OneTrip();
    var entry = members.enter(trip, workspace, who);
    var counts = new LinkedHashMap<String, Integer>();
    trip.ask(
        """
        select i.integration, count(*)
        from resources r join installs i on i.workspace_id = r.workspace_id and i.id = r.install_id
        where r.workspace_id = (select current_workspace()) and r.unlinked_at is null
        group by i.integration order by i.integration\
        """,
        List.of(),
        rows -> {
          while (rows.next()) {
            counts.put(rows.getString(1), rows.getInt(2));
          }
        });
    var sources = new ArrayList<Source>();
    var matching = new int[1];
    var like = "%" + query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    trip.ask(
        "select "
            + COLUMNS
            + ConnectionRows.COLUMNS
            + ", count(*) over ()"
            + FROM
            + " and (? = '' or i.integration = ?) and r.name ilike ? order by r.vanished_at is null, lower(r.name), r.id limit "
            + PAGE
            + " offset "
            + (page - 1) * PAGE,
        List.of(integration, integration, like),
        rows -> {
          while (rows.next()) {
            sources.add(source(rows));
            matching[0] = rows.getInt(16 + ConnectionRows.WIDTH);
          }
        });
    trip.run(app);
    return new Seen(entry.member(), counts, sources, matching[0]);
  }

  /** One of them, and who asks. */
  record One(Member member, Source source) {}

  /**
   * @throws NotFound if it is not linked in this workspace
   */
  One one(String workspace, UUID id, SignedIn who) {
    var trip = new OneTrip();
    var entry = members.enter(trip, workspace, who);
    var found = new ArrayList<Source>(1);
    trip.ask(
        "select " + COLUMNS + ConnectionRows.COLUMNS + FROM + " and r.id = ?",
        List.of(id),
        rows -> {
          if (rows.next()) {
            found.add(source(rows));
          }
        });
    trip.run(app);
    var member = entry.member();
    return new One(member, found.stream().findFirst().orElseThrow(NotFound::new));
  }

  private static Source source(ResultSet row) throws SQLException {
    return new Source(
        row.getString(1),
        row.getBoolean(2),
        uuid(row, 3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getBoolean(7),
        row.getBoolean(8),
        instant(row, 9),
        row.getString(10),
        instant(row, 11),
        requiredInstant(row, 12),
        text(row, 13),
        JSON.readValue(row.getString(14), new TypeReference<Map<String, List<String>>>() {}),
        text(row, 15),
        ConnectionRows.read(row, 16));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    var text = row.getString(column);
    return text == null ? "" : text;
  }
}
