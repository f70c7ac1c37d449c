package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The scopes that an answer names. */
final class Scopes {
  private static final int MOST = 500;

  private Scopes() {}

  /**
   * @return null where the answer names none at all, which is not the same as an empty list
   */
  static @Nullable Set<String> granted(Document answer, Auth.@Nullable Granted granted) {
    return granted == null ? null : named(answer, granted).map(Scopes::clean).orElse(null);
  }

  private static Optional<Stream<String>> named(Document answer, Auth.Granted granted) {
    var list = answer.node(granted.from()).filter(JsonNode::isArray);
    if (list.isPresent()) {
      return list.map(it -> it.valueStream().filter(JsonNode::isString).map(JsonNode::asString));
    }
    var separator = granted.separator();
    return answer
        .text(granted.from())
        .map(text ->
            separator == null
                ? Stream.of(text)
                : Arrays.stream(text.split(java.util.regex.Pattern.quote(separator), -1)));
  }

  private static Set<String> clean(Stream<String> scopes) {
    var named = new LinkedHashSet<String>();
    scopes.map(Untrusted::name).filter(it -> !it.isEmpty()).limit(MOST).forEach(named::add);
    return Collections.unmodifiableSet(named);
  }
}
