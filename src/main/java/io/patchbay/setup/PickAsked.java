package io.patchbay.setup;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What an address asks of a list to pick from.
 *
 * @param installation empty for the first
 * @param query what is searched for; may be empty
 * @param page counted from 1
 * @param wrong what could not be done, as a code; may be empty
 */
public record PickAsked(String installation, String query, int page, String wrong) {
  public static final PickAsked FIRST = new PickAsked("", "", 1, "");

  private static final int LONGEST = 200;

  public PickAsked {
    query = query.strip();
    query = query.length() > LONGEST ? query.substring(0, LONGEST) : query;
    installation = installation.length() > LONGEST ? "" : installation;
    page = Math.clamp(page, 1, 1_000);
  }

  PickAsked at(String installation) {
    return new PickAsked(installation, query, 1, "");
  }

  PickAsked on(int page) {
    return new PickAsked(installation, query, page, "");
  }

  public PickAsked wrong(String code) {
    return new PickAsked(installation, query, page, code);
  }

  /** Adds what is not as it begins, by name, after whatever the address says before. */
  public void addTo(Map<String, String> address) {
    address.put("installation", installation);
    address.put("q", query);
    address.put("page", page == 1 ? "" : String.valueOf(page));
    address.put("wrong", wrong);
  }

  /** The part of an address from its question mark on; what is empty is left out. */
  public static String suffix(Map<String, String> address) {
    var parts = new StringBuilder();
    address.forEach((name, value) -> {
      if (!value.isEmpty()) {
        parts
            .append(parts.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    });
    return parts.toString();
  }
}
