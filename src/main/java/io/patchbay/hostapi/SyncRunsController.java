package io.patchbay.hostapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.ids.ConnectionId;
import io.patchbay.members.NotFound;
import io.patchbay.syncs.SyncRuns;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The host app says how far it is with moving data through a connection. */
@RestController
class SyncRunsController {
  private final HostConnections hosts;
  private final SyncRuns runs;
  private final CurrentCatalog catalog;

  SyncRunsController(HostConnections hosts, SyncRuns runs, CurrentCatalog catalog) {
    this.hosts = hosts;
    this.runs = runs;
    this.catalog = catalog;
  }

  /**
   * @param lastFinishedAt when one last went well, or null
   * @param nextBy until when the next is to begin, or null where nobody said
   */
  record Known(
      String connection,
      @Nullable Open open,
      @Nullable Instant lastFinishedAt,
      @JsonProperty("failed_in_a_row") int failedInARow,
      @Nullable Instant nextBy) {}

  record Open(Instant since, int done, int total, @Nullable String kind) {}

  @PostMapping("/api/v1/connections/{id}/sync-runs")
  ResponseEntity<byte[]> report(
      @PathVariable String id,
      @RequestBody byte[] body,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    var at = hosts.find(id, key, response);
    var entry = catalog.get().find(at.integration()).orElseThrow(NotFound::new);
    var report = SyncReports.read(body, entry.resources().keySet());
    var syncs = runs.report(at.owner(), at.connection(), report).orElseThrow(NotFound::new);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(HostJson.bytes(known(at.connection(), syncs)));
  }

  private static Known known(ConnectionId id, ConnectionFacts.Syncs syncs) {
    var open = syncs.open();
    return new Known(
        id.toString(),
        open == null ? null : new Open(open.since(), open.done(), open.total(), open.kind()),
        syncs.lastFinished(),
        syncs.failedInARow(),
        syncs.nextBy());
  }

  static ConnectionId id(String text) {
    try {
      return new ConnectionId(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      throw new NotFound();
    }
  }
}
