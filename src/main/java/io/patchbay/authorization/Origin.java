package io.patchbay.authorization;

/**
 * Where a person was when they left for the provider, so that they come back to exactly there.
 *
 * @param workspace its name in addresses
 * @param connect whether it was the connect page; otherwise the wizard
 */
record Origin(String workspace, boolean connect) {
  private static final String CONNECT = "/connect";

  /**
   * @param from what the form said: {@code connect}, or anything else for the wizard
   */
  static Origin of(String workspace, String from) {
    return new Origin(workspace, from.equals("connect"));
  }

  static Origin read(String text) {
    return text.endsWith(CONNECT)
        ? new Origin(text.substring(0, text.length() - CONNECT.length()), true)
        : new Origin(text, false);
  }

  String text() {
    return connect ? workspace + CONNECT : workspace;
  }
}
