package io.patchbay.shell;

/** What our pages may load and where their forms may lead: nothing inline, nobody else's. */
final class Csp {
  static final String HEADER = "Content-Security-Policy";

  private static final String BEFORE_FORMS =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
  private static final String AFTER_FORMS = "; frame-ancestors 'none'; base-uri 'none'";

  static final String PAGE = BEFORE_FORMS + AFTER_FORMS;

  private Csp() {}

  static String withFormsTo(String origin) {
    if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
      throw new IllegalArgumentException("Not an origin: " + origin);
    }
    return BEFORE_FORMS + " " + origin + AFTER_FORMS;
  }
}
