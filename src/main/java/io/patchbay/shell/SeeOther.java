package io.patchbay.shell;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** 303: what was asked is done, the next page is there. */
public final class SeeOther implements View {
  private final String location;
  private final @Nullable Flash flash;

  private SeeOther(String location, @Nullable Flash flash) {
    this.location = location;
    this.flash = flash;
  }

  /**
   * @param location a path of ours, or the whole address of a consent page
   */
  public static SeeOther to(String location) {
    return new SeeOther(location, null);
  }

  /** With one sentence for the page that follows. */
  public SeeOther saying(Flash flash) {
    return new SeeOther(location, flash);
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
    if (flash != null) {
      Cookies.of(request).keep(response, flash);
    }
    if ("true".equals(request.getHeader("HX-Request"))) {
      response.setHeader("HX-Redirect", location);
      response.setStatus(204);
    } else {
      response.setHeader("Location", location);
      response.setStatus(303);
    }
  }
}
