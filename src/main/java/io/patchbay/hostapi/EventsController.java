package io.patchbay.hostapi;

import io.patchbay.outbox.Feed;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What happened, in order, from wherever a reader stopped: the same events that are sent. */
@RestController
class EventsController {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 500;

  private final Feed feed;

  EventsController(Feed feed) {
    this.feed = feed;
  }

  /**
   * @param after the {@code next} of the page before; 0 for all that is kept
   */
  @GetMapping("/api/v1/events")
  ResponseEntity<byte[]> events(
      @RequestParam(defaultValue = "0") String after,
      @RequestParam(defaultValue = "100") String limit,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    int most = Math.clamp(number(limit), 1, MOST);
    var page =
        feed.after(key.hash(), number(after), most).orElseThrow(() -> HostKeys.refusal(response));
    var answer = JSON.createObjectNode();
    var events = answer.putArray("events");
    page.events().forEach(events::add);
    answer.put("next", page.cursor());
    answer.put("more", page.more());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(answer));
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Problem(400, "bad_request");
    }
    return Long.parseLong(text);
  }
}
