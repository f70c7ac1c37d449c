package io.patchbay.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/**
 * Our style sheet, script and mark. Each is many small files in the source and one under its hash
 * in the browser: {@code /assets/patchbay-1f0c2a9b3d.css}.
 */
final class Assets {
  /** In this order: what stands later wins within its cascade layer. */
  static final List<String> STYLES =
      List.of(
          "tokens",
          "base",
          "bar",
          "page",
          "button",
          "status",
          "logo",
          "tag",
          "notice",
          "trouble",
          "card",
          "tile",
          "progress",
          "filters",
          "drawer",
          "about",
          "check",
          "table",
          "form",
          "choices",
          "wizard",
          "connect",
          "sources",
          "operator",
          "scopes",
          "evidence",
          "log",
          "danger",
          "requests",
          "empty",
          "sign-in",
          "flash",
          "print");

  static final List<String> SCRIPTS =
      List.of("zone", "once", "search", "copy", "drawer", "trouble", "more", "live", "waiting");

  private final Map<String, Asset> byName;

  private Assets(Map<String, Asset> byName) {
    this.byName = byName;
  }

  static Assets read() {
    String styles =
        STYLES.stream()
            .map(name -> text("static/css/" + name + ".css"))
            .collect(Collectors.joining());
    String scripts =
        SCRIPTS.stream()
            .map(name -> "{\n" + text("static/js/" + name + ".js") + "}\n")
            .collect(Collectors.joining());
    return new Assets(
        Map.of(
            "patchbay.css", asset("text/css;charset=UTF-8", withoutComments(styles)),
            "patchbay.js", asset("text/javascript;charset=UTF-8", htmx() + ";\n" + scripts),
            "mark.svg", asset("image/svg+xml", text("static/mark.svg"))));
  }

  /** The address of an asset by its plain name. */
  String path(String name) {
    Asset asset = Objects.requireNonNull(byName.get(name), name);
    int dot = name.lastIndexOf('.');
    return "/assets/" + name.substring(0, dot) + "-" + asset.hash() + name.substring(dot);
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Asset asset(String type, String content) {
    return Asset.of(type, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String withoutComments(String css) {
    return css.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s*\n\\s*", "\n");
  }

  private static String htmx() {
    var pom = new Properties();
    String coordinates = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";
    try (var in = new ClassPathResource(coordinates).getInputStream()) {
      pom.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = pom.getProperty("version");
    return text("META-INF/resources/webjars/htmx.org/" + version + "/dist/htmx.min.js");
  }

  private static String text(String path) {
    try {
      return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
