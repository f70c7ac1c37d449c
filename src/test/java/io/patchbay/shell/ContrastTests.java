package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/**
 * Every pair of colours that meets on a page keeps WCAG 2.2's contrast (1.4.3: 4.5 to 1 for text;
 * 1.4.11: 3 to 1 for what tells a control), in light and in dark.
 */
class ContrastTests {
  private static final Pattern PAIR =
      Pattern.compile("--([a-z0-9-]+): light-dark\\((oklch\\([^)]*\\)), (oklch\\([^)]*\\))\\)");

  private static final Map<String, List<String>> TEXT_ON =
      Map.of(
          "paper",
              List.of(
                  "ink", "ink-2", "ink-3", "accent", "accent-2", "warn", "good", "quiet", "risk"),
          "card",
              List.of(
                  "ink", "ink-2", "ink-3", "accent", "accent-2", "warn", "good", "quiet", "risk"),
          "sunken", List.of("ink", "ink-2", "ink-3"),
          "accent-bg", List.of("ink", "ink-2", "ink-3", "accent", "accent-2"),
          "good-bg", List.of("ink", "ink-2", "good"),
          "warn-bg", List.of("ink", "ink-2", "ink-3", "warn", "accent", "quiet"),
          "risk-bg", List.of("ink", "ink-2", "risk"),
          "accent", List.of("on-accent"),
          "accent-2", List.of("on-accent"),
          "ink", List.of("paper"));

  private static final Map<String, List<String>> CONTROLS_ON =
      Map.of("paper", List.of("edge", "accent"), "card", List.of("edge", "accent", "risk"));

  private final Map<String, double[][]> colours = read();

  @Test
  void wordsCanBeReadOnEverySurface() {
    assertThat(belowRatio(TEXT_ON, 4.5)).isEmpty();
  }

  @Test
  void controlsCanBeSeenOnEverySurface() {
    assertThat(belowRatio(CONTROLS_ON, 3)).isEmpty();
  }

  private List<String> belowRatio(Map<String, List<String>> meetings, double least) {
    var failures = new ArrayList<String>();
    meetings.forEach((surface, fronts) -> {
      for (String front : fronts) {
        for (int theme = 0; theme < 2; theme++) {
          double ratio = ratio(colour(front)[theme], colour(surface)[theme]);
          if (ratio < least) {
            failures.add(
                "%s on %s, %s: %.2f"
                    .formatted(front, surface, theme == 0 ? "light" : "dark", ratio));
          }
        }
      }
    });
    return failures;
  }

  private double[][] colour(String name) {
    return Objects.requireNonNull(colours.get(name), name);
  }

  private static double ratio(double[] one, double[] other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  }

  /** WCAG's relative luminance, of linear sRGB. */
  private static double luminance(double[] linear) {
    return .2126 * linear[0] + .7152 * linear[1] + .0722 * linear[2];
  }

  private static Map<String, double[][]> read() {
    try {
      var colours = new TreeMap<String, double[][]>();
      String css =
          new ClassPathResource("static/css/tokens.css").getContentAsString(StandardCharsets.UTF_8);
      PAIR.matcher(css)
          .results()
          .forEach(found ->
              colours.put(
                  found.group(1), new double[][] {linear(found.group(2)), linear(found.group(3))}));
      assertThat(colours).hasSizeGreaterThan(15);
      return colours;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** From oklch to linear sRGB, clipped to what a screen shows (CSS Color 4, section 9.3). */
  private static double[] linear(String oklch) {
    String[] parts = oklch.substring("oklch(".length(), oklch.length() - 1).split(" ", -1);
    double l = Double.parseDouble(parts[0].replace("%", "")) / 100;
    double c = Double.parseDouble(parts[1]);
    double h = Math.toRadians(Double.parseDouble(parts[2]));
    double a = c * Math.cos(h);
    double b = c * Math.sin(h);
    double x = Math.pow(l + .3963377774 * a + .2158037573 * b, 3);
    double y = Math.pow(l - .1055613458 * a - .0638541728 * b, 3);
    double z = Math.pow(l - .0894841775 * a - 1.2914855480 * b, 3);
    return new double[] {
      clip(4.0767416621 * x - 3.3077115913 * y + .2309699292 * z),
      clip(-1.2684380046 * x + 2.6097574011 * y - .3413193965 * z),
      clip(-.0041960863 * x - .7034186147 * y + 1.7076147010 * z)
    };
  }

  private static double clip(double value) {
    return Math.clamp(value, 0, 1);
  }
}
