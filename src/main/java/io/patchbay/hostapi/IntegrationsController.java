package io.patchbay.hostapi;

import io.patchbay.directory.Asked;
import io.patchbay.directory.DirectoryReading;
import io.patchbay.directory.Sayings;
import io.patchbay.ids.PersonId;
import io.patchbay.installs.Addresses;
import io.patchbay.members.NotFound;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The directory as the host app reads it: one statement, one answer. */
@RestController
class IntegrationsController {

  private final DirectoryReading reading;
  private final BaseUrl baseUrl;

  IntegrationsController(DirectoryReading reading, BaseUrl baseUrl) {
    this.reading = reading;
    this.baseUrl = baseUrl;
  }

  /**
   * @param member a person's id, for whom the next actions then are; others' 404 like a workspace's
   */
  @GetMapping("/api/v1/workspaces/{workspace}/integrations")
  ResponseEntity<byte[]> integrations(
      @PathVariable String workspace,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String category,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(required = false) @Nullable String member,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      Words words,
      HttpServletResponse response) {
    var asked = Asked.of(q, status, category, page);
    var person = member == null ? null : person(member);
    var entry = new HostEntry[1];
    var seen =
        reading.read(trip -> entry[0] = HostEntry.enter(trip, workspace, key, person), asked);
    if (!entry[0].keyLives()) {
      throw HostKeys.refusal(response);
    }
    entry[0].requireWorkspace();
    var base = baseUrl.get().toString();
    var answering =
        new Answering(
            new Sayings(words),
            new Addresses(workspace),
            base,
            person == null ? null : entry[0].requireMember());
    var answer =
        new IntegrationsAnswer(
            seen.lines().stream().map(answering::integration).toList(),
            Answering.counts(seen),
            seen.more() ? next(base, workspace, asked, person) : null);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Content-Language", words.language().tag())
        .body(HostJson.bytes(answer));
  }

  private static String next(
      String base, String workspace, Asked asked, @Nullable PersonId person) {
    return "%s/api/v1/workspaces/%s/integrations%s%s"
        .formatted(
            base,
            workspace,
            asked.on(asked.page() + 1).suffix(),
            person == null ? "" : "&member=" + person);
  }

  private static PersonId person(String id) {
    try {
      return new PersonId(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      throw new NotFound();
    }
  }
}
