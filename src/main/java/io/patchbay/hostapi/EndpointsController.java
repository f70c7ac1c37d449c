package io.patchbay.hostapi;

import io.patchbay.database.OneTrip;
import io.patchbay.members.NotFound;
import io.patchbay.outbox.HostEndpoint;
import io.patchbay.outbox.HostEndpoints;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where events are sent, as the host app sets it; each change is written down with its key. */
@RestController
class EndpointsController {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

  private final HostEndpoints endpoints;
  private final DataSource app;
  private final InstantSource clock;

  EndpointsController(HostEndpoints endpoints, DataSource app, InstantSource clock) {
    this.endpoints = endpoints;
    this.app = app;
    this.clock = clock;
  }

  @GetMapping("/api/v1/endpoints")
  ResponseEntity<byte[]> all(
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key, HttpServletResponse response) {
    caller(key, response);
    var answer = JSON.createObjectNode();
    var all = answer.putArray("endpoints");
    endpoints.all().forEach(it -> all.add(said(it)));
    return said(answer, 200);
  }

  /**
   * {@code {"url": "https://...", "in_order": false}}; the secret is in the answer that makes it.
   */
  @PutMapping("/api/v1/endpoints/{name}")
  ResponseEntity<byte[]> put(
      @PathVariable String name,
      @RequestBody byte[] body,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    var by = caller(key, response);
    var asked = asked(body);
    if (!name.matches(NAME) || !asked.path("url").isString()) {
      throw new Problem(400, "bad_request");
    }
    return switch (endpoints.put(
        name, asked.path("url").asString(), asked.path("in_order").asBoolean(false), by)) {
      case HostEndpoints.Refused refused ->
          throw new Problem(
              422, refused.why().equals("shape") ? "endpoint_shape" : "endpoint_not_allowed");
      case HostEndpoints.Kept kept -> {
        var answer = said(kept.endpoint()).put("answered", kept.answered());
        var secret = kept.secret();
        if (secret != null) {
          answer.put("secret", secret.<String>reveal(text -> text));
        }
        yield said(answer, secret == null ? 200 : 201);
      }
    };
  }

  /** A new secret; the one before signs beside it for a day. */
  @PostMapping("/api/v1/endpoints/{name}/secret")
  ResponseEntity<byte[]> rotate(
      @PathVariable String name,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    var secret = endpoints.rotate(name, caller(key, response)).orElseThrow(NotFound::new);
    return said(JSON.createObjectNode().put("secret", secret.<String>reveal(text -> text)), 201);
  }

  @DeleteMapping("/api/v1/endpoints/{name}")
  ResponseEntity<byte[]> end(
      @PathVariable String name,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    if (!endpoints.end(name, caller(key, response))) {
      throw new NotFound();
    }
    return ResponseEntity.noContent().build();
  }

  /** Which key asks, as the list of changes shows it; the refusal where it does not live. */
  private String caller(HostKey key, HttpServletResponse response) {
    var id = new ArrayList<UUID>(1);
    new OneTrip()
        .ask(
            "select key_id from enter_workspace_as_host(?, ?)",
            List.of("", key.hash()),
            rows -> {
              if (rows.next()) {
                id.add(rows.getObject(1, UUID.class));
              }
            })
        .run(app);
    if (id.isEmpty()) {
      throw HostKeys.refusal(response);
    }
    return "host key " + id.getFirst();
  }

  private static JsonNode asked(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      throw new Problem(400, "bad_request");
    }
  }

  private ObjectNode said(HostEndpoint it) {
    var said = JSON.createObjectNode();
    said.put("name", it.name());
    said.put("url", it.url());
    said.put("in_order", it.inOrder());
    said.put("paused", it.isPaused(clock.instant()));
    said.put("failing_since", text(it.failingSince()));
    said.put("failures", it.failures());
    said.put("last_failure", it.lastFailure());
    said.put("last_success_at", text(it.lastSuccess()));
    return said;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static ResponseEntity<byte[]> said(ObjectNode answer, int status) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(answer));
  }
}
