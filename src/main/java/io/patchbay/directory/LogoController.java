package io.patchbay.directory;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration.Logo;
import io.patchbay.members.NotFound;
import io.patchbay.shell.Asset;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves the catalog's pictures. An operator's folder may bring any SVG, so a picture opened by its
 * own address runs nothing and loads nothing.
 */
@Controller
class LogoController {
  private final CurrentCatalog catalog;

  /** Compressed once; as many as there are entries, and of a reloaded one the latest. */
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(String sha256, Asset asset) {}

  LogoController(CurrentCatalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping("/logos/{slug}-{hash:[0-9a-f]{8}}.svg")
  void logo(
      @PathVariable String slug,
      @PathVariable String hash,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Logo logo = catalog.get().find(slug).orElseThrow(NotFound::new).logo();
    if (!logo.sha256().startsWith(hash)) {
      throw new NotFound();
    }
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    asset(slug, logo).answer(request, response);
  }

  private Asset asset(String slug, Logo logo) {
    return kept.compute(
            slug,
            (_, known) ->
                known != null && known.sha256().equals(logo.sha256())
                    ? known
                    : new Kept(logo.sha256(), Asset.of("image/svg+xml", logo.svg())))
        .asset();
  }
}
