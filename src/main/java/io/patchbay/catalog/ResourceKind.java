package io.patchbay.catalog;

import org.jspecify.annotations.Nullable;

/**
 * External things that are picked through a connection: repositories, channels, calendars.
 *
 * @param items a pointer to the list; empty where the answer is the list
 * @param perInstallation whether the list is asked once per installation, as {@code
 *     {installation.id}}
 */
public record ResourceKind(
    String id,
    Noun noun,
    Call call,
    String items,
    Item item,
    @Nullable Next next,
    boolean perInstallation) {

  public record Item(
      Value id, Value name, Value detail, Value isPrivate, Value url, Value archived) {}

  /** How the next page is asked for. */
  public sealed interface Next {}

  /**
   * @param goes where the next request carries it
   * @param more what must hold of the answer for a next page to be there; null: that it names a
   *     cursor
   */
  public record Cursor(Value cursor, Goes goes, @Nullable Predicate more) implements Next {}

  public sealed interface Goes {}

  /** A query parameter, or a form field where the call sends a form. */
  public record IntoParameter(String name) implements Goes {}

  /** A place in the JSON body (RFC 6901), made where it is missing. */
  public record IntoBody(String pointer) implements Goes {}

  /** The answer's RFC 8288 {@code Link} header with {@code rel="next"}. */
  public record LinkHeader() implements Next {}

  /** The answer names the whole next address, on the same origin. */
  public record Url(Value url) implements Next {}

  /** Pages are counted from {@code start}; a page without items is the last. */
  public record PageNumber(String param, int start) implements Next {}
}
