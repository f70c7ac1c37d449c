package io.patchbay.journeys;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What axe-core finds wrong with a page: each as its rule and the element. */
final class Axe {
  private static final String SOURCE = source();

  /** What passed is counted by nobody, and telling of it takes longer than finding it. */
  private static final String ALL = "{resultTypes: ['violations']}";

  private Axe() {}

  static List<String> all(Page page) {
    return run(page, ALL);
  }

  /**
   * @param rules by their ids
   */
  static List<String> only(Page page, List<String> rules) {
    return run(page, "{runOnly: ['" + String.join("', '", rules) + "']}");
  }

  private static List<String> run(Page page, String options) {
    if (!(boolean) page.evaluate("typeof axe !== 'undefined'")) {
      page.evaluate(SOURCE);
    }
    var found =
        (List<?>)
            page.evaluate(
                """
                axe.run(document, %s)
                  .then(it => it.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + rule.help + ': ' + node.html)))
                """
                    .formatted(options));
    return found.stream().map(String::valueOf).toList();
  }

  private static String source() {
    try (var script = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
