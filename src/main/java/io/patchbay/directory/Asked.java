package io.patchbay.directory;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.Label;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the directory asks for: all of the page's state. Unknown values are as good
 * as none.
 */
public record Asked(String query, @Nullable Label status, String category, int page) {
  static final int MOST = 200;

  public static Asked of(
      @Nullable String q,
      @Nullable String status,
      @Nullable String category,
      @Nullable String page) {
    var query = q == null ? "" : q.strip();
    return new Asked(
        query.length() > MOST ? query.substring(0, MOST) : query,
        label(status),
        category == null ? "" : category.toLowerCase(Locale.ROOT),
        number(page));
  }

  private static @Nullable Label label(@Nullable String status) {
    for (Label label : Label.values()) {
      if (label.word().equals(status)) {
        return label;
      }
    }
    return null;
  }

  private static int number(@Nullable String page) {
    try {
      return page == null ? 1 : Math.clamp(Integer.parseInt(page), 1, 10_000);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Whether an entry is in the category that is asked for; every one is where none is. */
  boolean covers(Integration integration) {
    return category.isEmpty() || integration.categories().contains(category);
  }

  Asked with(@Nullable Label another) {
    return new Asked(query, another, category, 1);
  }

  Asked in(String another) {
    return new Asked(query, status, another, 1);
  }

  public Asked on(int another) {
    return new Asked(query, status, category, another);
  }

  /** The query string, with its question mark; empty where nothing is asked. */
  public String suffix() {
    var parts = new StringBuilder();
    add(parts, "q", query);
    add(parts, "status", status == null ? "" : status.word());
    add(parts, "category", category);
    add(parts, "page", page == 1 ? "" : String.valueOf(page));
    return parts.toString();
  }

  private static void add(StringBuilder parts, String name, String value) {
    if (!value.isEmpty()) {
      parts
          .append(parts.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
