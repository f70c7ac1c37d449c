package io.patchbay.resources;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectionAnswered;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Listing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * After an answered check: is what was linked still there, and is it called the same? Reads on only
 * until everything linked was seen. Only a list that was read to its end can say that something is
 * gone; a refusal, a silence or a list without an end says nothing.
 */
@Component
class Watching {
  /** Calls for one connection at most; beyond them nothing is concluded. */
  private static final int CALLS = 120;

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Connections connections;
  private final CurrentCatalog catalog;
  private final Lister lister;
  private final Vanishing vanishing;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Watching(
      Tenancy tenancy,
      JdbcClient sql,
      Connections connections,
      CurrentCatalog catalog,
      Lister lister,
      Vanishing vanishing,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.connections = connections;
    this.catalog = catalog;
    this.lister = lister;
    this.vanishing = vanishing;
    this.clock = clock;
    this.events = events;
  }

  private record Linked(
      UUID workspace, UUID id, String kind, String externalId, String name, boolean gone) {}

  @EventListener
  void answered(ConnectionAnswered it) {
    var scope = Scope.of(it.owner());
    var linked = tenancy.within(scope, () -> linked(it.connection()));
    var found = tenancy.within(scope, () -> connections.find(it.connection()));
    var entry = found.flatMap(facts -> catalog.get().find(facts.integration()));
    if (found.isEmpty() || entry.isEmpty()) {
      return;
    }
    if (linked.isEmpty() && found.get().facts().vanishedSince() == null) {
      return;
    }
    var calls = new int[] {CALLS};
    linked.stream()
        .collect(Collectors.groupingBy(Linked::kind))
        .forEach((kind, things) ->
            seen(entry.get(), found.get().facts(), kind, ids(things), calls)
                .ifPresent(seen -> compare(entry.get(), found.get().facts(), things, seen)));
    tenancy.within(scope, () -> vanishing.recount(entry.get(), it.connection()));
  }

  private List<Linked> linked(ConnectionId connection) {
    return sql.sql(
            """
            select workspace_id, id, kind, external_id, name, vanished_at is not null
            from resources where connection_id = ? and unlinked_at is null
            """)
        .param(connection.value())
        .query((row, n) ->
            new Linked(
                uuid(row, 1),
                uuid(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6)))
        .list();
  }

  private static Set<String> ids(List<Linked> things) {
    return things.stream().map(Linked::externalId).collect(Collectors.toSet());
  }

  /** By id, what of these is there; nothing where that could not be found out. */
  private Optional<Map<String, Listing.Item>> seen(
      Integration integration,
      ConnectionFacts connection,
      String kind,
      Set<String> ids,
      int[] calls) {
    var declared = integration.resources().get(kind);
    if (declared == null) {
      return Optional.empty();
    }
    var missing = new HashSet<>(ids);
    var seen = new HashMap<String, Listing.Item>();
    var installations = new ArrayList<String>();
    if (declared.perInstallation()) {
      var all = new LinkedHashMap<String, Listing.Item>();
      if (!readAll(next -> lister.installations(integration, connection, next), all, null, calls)) {
        return Optional.empty();
      }
      installations.addAll(all.keySet());
    } else {
      installations.add("");
    }
    for (var installation : installations) {
      if (!missing.isEmpty()
          && !readAll(
              next -> lister.resources(integration, connection, kind, installation, next),
              seen,
              missing,
              calls)) {
        return Optional.empty();
      }
    }
    return Optional.of(seen);
  }

  private interface Page {
    Listing ask(@Nullable String next);
  }

  /**
   * @param missing what is still looked for: reading ends when all of it was seen; null for
   *     everything
   * @return whether it was read to the end, or as far as needed
   */
  private static boolean readAll(
      Page pages, Map<String, Listing.Item> into, @Nullable Set<String> missing, int[] calls) {
    String next = null;
    do {
      if (calls[0]-- <= 0 || !(pages.ask(next) instanceof Listing.Page page)) {
        return false;
      }
      page.items()
          .forEach(item -> {
            into.put(item.id(), item);
            if (missing != null) {
              missing.remove(item.id());
            }
          });
      next = page.next();
    } while (next != null && (missing == null || !missing.isEmpty()));
    return true;
  }

  private void compare(
      Integration integration,
      ConnectionFacts connection,
      List<Linked> things,
      Map<String, Listing.Item> seen) {
    things.stream()
        .filter(it -> changed(it, seen.get(it.externalId())))
        .collect(Collectors.groupingBy(Linked::workspace))
        .forEach((workspace, changed) -> {
          var id = new WorkspaceId(workspace);
          tenancy.within(
              Scope.of(id),
              () ->
                  changed.forEach(
                      it -> note(integration, connection, id, it, seen.get(it.externalId()))));
        });
  }

  private static boolean changed(Linked known, Listing.@Nullable Item now) {
    return now == null ? !known.gone() : known.gone() || !now.name().equals(known.name());
  }

  private void note(
      Integration integration,
      ConnectionFacts connection,
      WorkspaceId workspace,
      Linked known,
      Listing.@Nullable Item now) {
    var time = at(clock.instant());
    if (now == null) {
      sql.sql("update resources set vanished_at = ? where id = ?")
          .param(time)
          .param(known.id())
          .update();
      say(What.RESOURCE_VANISHED, integration, connection, workspace, known.name(), "");
      return;
    }
    if (known.gone()) {
      sql.sql("update resources set vanished_at = null where id = ?").params(known.id()).update();
    }
    if (!now.name().equals(known.name())) {
      sql.sql("update resources set was_named = name, renamed_at = ?, name = ? where id = ?")
          .param(time)
          .param(now.name())
          .param(known.id())
          .update();
      say(What.RESOURCE_RENAMED, integration, connection, workspace, known.name(), now.name());
    }
  }

  private void say(
      What what,
      Integration integration,
      ConnectionFacts connection,
      WorkspaceId workspace,
      String was,
      String is) {
    events.publishEvent(
        Happening.of(what, clock.instant(), workspace, integration.slug())
            .to(connection.id(), connection.account().shown())
            .saying(Map.of("was", was, "is", is)));
  }
}
