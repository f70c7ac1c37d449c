package io.patchbay.hostapi;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API as an OpenAPI 3.1 document; tests hold the real answers against it. */
@RestController
class OpenApiController {
  private final JdbcClient sql;
  private byte @Nullable [] document;

  OpenApiController(JdbcClient sql) {
    this.sql = sql;
  }

  @GetMapping("/api/v1/openapi.json")
  ResponseEntity<byte[]> document(
      @RequestAttribute("io.patchbay.hostapi.HostKey") HostKey key, HttpServletResponse response) {
    boolean lives =
        !sql.sql("select 1 from enter_workspace_as_host('', ?)")
            .param(key.hash())
            .query(Integer.class)
            .list()
            .isEmpty();
    if (!lives) {
      throw HostKeys.refusal(response);
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document());
  }

  /** Read when somebody first asks, so that a start does without it. */
  private synchronized byte[] document() {
    if (document == null) {
      try (InputStream yaml = new ClassPathResource("hostapi/openapi.yaml").getInputStream()) {
        document = JsonMapper.shared().writeValueAsBytes(new YAMLMapper().readTree(yaml));
      } catch (IOException broken) {
        throw new UncheckedIOException("hostapi/openapi.yaml can't be read", broken);
      }
    }
    return document;
  }
}
