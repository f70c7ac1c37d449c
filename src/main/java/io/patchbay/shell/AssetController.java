package io.patchbay.shell;

import io.patchbay.members.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@Controller
class AssetController {
  private final Assets assets;

  AssetController(Assets assets) {
    this.assets = assets;
  }

  /**
   * While nodes of two versions serve side by side, a page of the one asks the other for a hash it
   * doesn't know. It gets what there is, and no leave to keep it.
   */
  @GetMapping("/assets/{name}-{hash:[0-9a-f]{10}}.{ending:css|js|svg}")
  void asset(
      @PathVariable String name,
      @PathVariable String hash,
      @PathVariable String ending,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Asset asset = assets.find(name + "." + ending).orElseThrow(NotFound::new);
    if (asset.hash().equals(hash)) {
      asset.answer(request, response);
    } else {
      asset.answer(request, response, "no-store");
    }
  }
}
