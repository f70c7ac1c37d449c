package io.patchbay.shell;

import java.util.List;

/**
 * A request that ends on an error page, or as problem+json (RFC 9457). Its words are {@code
 * problem.<code>.title}, {@code .happened}, {@code .do} and {@code .next}.
 *
 * @see io.patchbay.members.NotFound
 * @see io.patchbay.members.Forbidden
 */
public final class Problem extends RuntimeException {
  private final int status;
  private final String code;
  private final List<String> values;

  /**
   * @param code stable: programs hold on to it
   * @param values for the gaps of its words
   */
  public Problem(int status, String code, String... values) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.values = List.of(values);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  List<String> values() {
    return values;
  }
}
