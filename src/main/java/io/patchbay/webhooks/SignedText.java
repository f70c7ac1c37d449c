package io.patchbay.webhooks;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bytes that a provider signs: an entry's {@code signs:} with its gaps filled in. */
final class SignedText {
  private static final Pattern GAP = Pattern.compile("\\{([a-z-]+(?::[A-Za-z0-9-]+)?)}");

  private SignedText() {}

  /** Null where a gap has nothing to fill it: then nothing was signed that we could compare. */
  static byte @Nullable [] of(String template, Delivery delivery, String time) {
    var bytes = new ByteArrayOutputStream(template.length() + delivery.body().length);
    Matcher gap = GAP.matcher(template);
    int from = 0;
    while (gap.find()) {
      bytes.writeBytes(template.substring(from, gap.start()).getBytes(StandardCharsets.UTF_8));
      var filled = filled(gap.group(1), delivery, time);
      if (filled == null) {
        return null;
      }
      bytes.writeBytes(filled);
      from = gap.end();
    }
    bytes.writeBytes(template.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static byte @Nullable [] filled(String gap, Delivery delivery, String time) {
    if (gap.startsWith("header:")) {
      var values = delivery.header(gap.substring("header:".length()).toLowerCase(Locale.ROOT));
      // A header's bytes reach us as ISO 8859-1.
      return values.size() == 1 ? values.getFirst().getBytes(StandardCharsets.ISO_8859_1) : null;
    }
    return switch (gap) {
      case "body" -> delivery.body();
      case "timestamp" -> time.getBytes(StandardCharsets.US_ASCII);
      case "method" -> delivery.method().getBytes(StandardCharsets.US_ASCII);
      case "url" -> delivery.url().getBytes(StandardCharsets.UTF_8);
      case "form-sorted" -> sortedForm(delivery.body());
      default -> null;
    };
  }

  /** Names and values of a form without anything between them, ordered by name. */
  private static byte @Nullable [] sortedForm(byte[] body) {
    try {
      return Arrays.stream(new String(body, StandardCharsets.UTF_8).split("&"))
          .filter(pair -> !pair.isEmpty())
          .map(pair -> pair.split("=", 2))
          .map(pair -> new String[] {decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1])})
          .sorted(Comparator.comparing(pair -> pair[0]))
          .map(pair -> pair[0] + pair[1])
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notAForm) {
      return null;
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
