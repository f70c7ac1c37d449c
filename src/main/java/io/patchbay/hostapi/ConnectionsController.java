package io.patchbay.hostapi;

import io.patchbay.authorization.ImportingACredential;
import io.patchbay.authorization.Outcome;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.database.OneTrip;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.installs.Access;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.members.Action;
import io.patchbay.members.NotFound;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The accounts of a workspace as the host app reads them, and those that it brings along. */
@RestController
class ConnectionsController {
  private static final String KEY = "io.patchbay.hostapi.HostKey";

  private final DataSource app;
  private final Held held;
  private final CurrentCatalog catalog;
  private final ImportingACredential importing;
  private final InstantSource clock;

  ConnectionsController(
      DataSource app,
      Held held,
      CurrentCatalog catalog,
      ImportingACredential importing,
      InstantSource clock) {
    this.app = app;
    this.held = held;
    this.catalog = catalog;
    this.importing = importing;
    this.clock = clock;
  }

  record All(List<ConnectionAnswer> connections) {}

  @GetMapping("/api/v1/workspaces/{workspace}/connections")
  ResponseEntity<byte[]> all(
      @PathVariable String workspace,
      @RequestAttribute(KEY) HostKey key,
      HttpServletResponse response) {
    var trip = new OneTrip();
    var entry = HostEntry.enter(trip, workspace, key, null);
    var installs = Installs.all(trip);
    trip.run(app);
    if (!entry.keyLives()) {
      throw HostKeys.refusal(response);
    }
    entry.requireWorkspace();
    return json(
        200,
        new All(
            installs.byIntegration().entrySet().stream()
                .flatMap(it ->
                    catalog.get().find(it.getKey()).stream()
                        .flatMap(integration -> of(integration, it.getValue())))
                .toList()));
  }

  private Stream<ConnectionAnswer> of(Integration integration, InstallFacts install) {
    boolean disabled = install.disabled() != null;
    return install.connections().stream()
        .map(it -> ConnectionAnswer.of(integration, it, disabled, clock.instant()));
  }

  @GetMapping("/api/v1/connections/{id}")
  ResponseEntity<byte[]> one(
      @PathVariable String id, @RequestAttribute(KEY) HostKey key, HttpServletResponse response) {
    return json(200, answer(held.describe(id, key, response)));
  }

  private ConnectionAnswer answer(Held.Described one) {
    var entry = catalog.get().find(one.integration()).orElseThrow(NotFound::new);
    return ConnectionAnswer.of(entry, one.facts(), one.disabled(), clock.instant());
  }

  /** 201 for a new connection, 200 where the account was connected already and is renewed. */
  @PostMapping("/api/v1/connections")
  ResponseEntity<byte[]> bring(
      @RequestBody byte[] body, @RequestAttribute(KEY) HostKey key, HttpServletResponse response) {
    var request = ImportRequest.read(body);
    var place = place(request, key, response);
    var entry = place.integration();
    place.demand(request.connection() == null ? Action.CONNECT : Action.RECONNECT);
    if (request.connection() != null && place.ofTheWorkspace(request.connection()).isEmpty()) {
      throw new NotFound();
    }
    var brought = request.brought(entry);
    var mistakes = ImportingACredential.mistakes(entry, brought);
    if (!mistakes.isEmpty()) {
      throw new Problem(422, "import_invalid", String.join("; ", mistakes));
    }
    var known = place.connections().stream().map(it -> it.id()).toList();
    var outcome =
        importing.bring(
            place.member().workspace(),
            place.member().person(),
            entry,
            request.connection() == null ? null : new ConnectionId(request.connection()),
            brought);
    return switch (outcome) {
      case Outcome.Kept it ->
          kept(
              known.contains(it.connection()) ? 200 : 201,
              answer(held.describe(it.connection().toString(), key, response)));
      case Outcome.NotKept it -> throw refused(it, entry);
    };
  }

  private Place place(ImportRequest request, HostKey key, HttpServletResponse response) {
    var trip = new OneTrip();
    var entry = HostEntry.enter(trip, request.workspace(), key, new PersonId(request.member()));
    var install = Installs.one(trip, request.integration());
    trip.run(app);
    if (!entry.keyLives()) {
      throw HostKeys.refusal(response);
    }
    entry.requireWorkspace();
    var member = entry.requireMember();
    var integration = catalog.get().find(request.integration()).orElseThrow(NotFound::new);
    return new Place(
        member, integration, install.byIntegration().get(request.integration()), Access.OPEN);
  }

  private static Problem refused(Outcome.NotKept notKept, Integration entry) {
    var happening = notKept.happening();
    var code = happening.code() == null ? "" : happening.code();
    return code.equals("wrong_account")
        ? new Problem(409, "wrong_account", entry.name())
        : new Problem(422, "credential_refused", entry.name(), code);
  }

  private static ResponseEntity<byte[]> kept(int status, ConnectionAnswer answer) {
    return ResponseEntity.status(status)
        .location(URI.create("/api/v1/connections/" + answer.id()))
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .body(HostJson.bytes(answer));
  }

  private static ResponseEntity<byte[]> json(int status, Object answer) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(HostJson.bytes(answer));
  }
}
