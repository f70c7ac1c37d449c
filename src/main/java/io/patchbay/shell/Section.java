package io.patchbay.shell;

/** The places a workspace's bar leads to. */
public enum Section {
  INTEGRATIONS("integrations"),
  SOURCES("sources"),
  REQUESTS("requests"),
  /** Somewhere the bar does not lead to. */
  ELSEWHERE("");

  private final String path;

  Section(String path) {
    this.path = path;
  }

  /** Below {@code /w/{workspace}/}; also the end of the key of its name. */
  public String path() {
    return path;
  }

  public boolean inBar() {
    return !path.isEmpty();
  }
}
