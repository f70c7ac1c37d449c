package io.patchbay.shell;

import gg.jte.Content;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/**
 * A page or a fragment: a typed template with its values, written as bytes. A controller makes one
 * in its last line:
 *
 * <pre>{@code
 * return Html.of(pages.directoryDirectory(frame, page));
 * }</pre>
 */
public final class Html implements View {
  private static final String TYPE = "text/html;charset=UTF-8";

  private final Content page;
  private final int status;
  private final @Nullable String formOrigin;

  private Html(Content page, int status, @Nullable String formOrigin) {
    this.page = page;
    this.status = status;
    this.formOrigin = formOrigin;
  }

  /**
   * @param page a model of the generated templates
   */
  public static Html of(Content page) {
    return new Html(page, 200, null);
  }

  /** The same page with another status, such as 422 for a form that has to be filled in again. */
  public Html status(int status) {
    return new Html(page, status, formOrigin);
  }

  /**
   * The same page with leave to follow its forms' redirects to one more origin: a browser refuses
   * the way to a provider's consent page otherwise.
   *
   * @param origin scheme, host and port, or null for none
   */
  public Html formAction(@Nullable String origin) {
    return new Html(page, status, origin);
  }

  @Override
  public String getContentType() {
    return TYPE;
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var output = new Utf8ByteOutput();
    page.writeTo(output);
    response.setStatus(status);
    response.setContentType(TYPE);
    // In one piece: the template's hundreds of pieces would each go through the server's buffers.
    byte[] bytes = output.toByteArray();
    response.setContentLength(bytes.length);
    if (formOrigin != null) {
      response.setHeader(Csp.HEADER, Csp.withFormsTo(formOrigin));
    }
    response.getOutputStream().write(bytes);
  }
}
