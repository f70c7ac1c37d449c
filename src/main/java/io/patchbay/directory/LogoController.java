package io.patchbay.directory;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.members.NotFound;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Pictures of integrations: named by their content, kept for ever, and allowed to do nothing but be
 * looked at.
 */
@Controller
class LogoController {
  private static final Pattern FILE = Pattern.compile("([a-z0-9-]+)-([0-9a-f]{8})\\.svg");

  private final CurrentCatalog catalog;

  LogoController(CurrentCatalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping("/logos/{file}")
  ResponseEntity<byte[]> logo(@PathVariable String file) {
    var name = FILE.matcher(file);
    if (!name.matches()) {
      throw new NotFound();
    }
    var logo =
        catalog
            .get()
            .find(name.group(1))
            .map(it -> it.logo())
            .filter(it -> it.sha256().startsWith(name.group(2)))
            .orElseThrow(NotFound::new);
    return ResponseEntity.ok()
        .header("Content-Type", "image/svg+xml")
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .body(logo.svg());
  }
}
