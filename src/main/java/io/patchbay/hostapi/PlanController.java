package io.patchbay.hostapi;

import io.patchbay.members.NotFound;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What opens the gates of entries for a workspace, as the host app says it. */
@RestController
class PlanController {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final int MOST_FLAGS = 200;

  private final JdbcClient sql;

  PlanController(JdbcClient sql) {
    this.sql = sql;
  }

  record Plan(String plan, List<String> flags) {}

  private record Found(@Nullable UUID workspace) {}

  /** {@code {"plan": "business", "flags": ["new-crm"]}}: both are replaced as a whole. */
  @PutMapping("/api/v1/workspaces/{workspace}/plan")
  ResponseEntity<byte[]> put(
      @PathVariable String workspace,
      @RequestBody byte[] body,
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key,
      HttpServletResponse response) {
    var plan = said(body);
    var found =
        sql.sql("select workspace_id from set_plan_as_host(?, ?, ?, ?)")
            .params(workspace, key.hash(), plan.plan(), plan.flags().toArray(String[]::new))
            .query((row, n) -> new Found(row.getObject(1, UUID.class)))
            .optional()
            .orElseThrow(() -> HostKeys.refusal(response));
    if (found.workspace() == null) {
      throw new NotFound();
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(HostJson.bytes(plan));
  }

  private static Plan said(byte[] body) {
    var asked = asked(body);
    var flags = new ArrayList<String>();
    for (var flag : asked.path("flags")) {
      flags.add(flag.asString(""));
    }
    var plan = new Plan(asked.path("plan").asString(""), flags.stream().distinct().toList());
    boolean list = asked.path("flags").isMissingNode() || asked.path("flags").isArray();
    if (!list
        || flags.size() > MOST_FLAGS
        || !WORD.matcher(plan.plan()).matches()
        || !plan.flags().stream().allMatch(it -> WORD.matcher(it).matches())) {
      throw new Problem(400, "bad_request");
    }
    return plan;
  }

  private static JsonNode asked(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      throw new Problem(400, "bad_request");
    }
  }
}
