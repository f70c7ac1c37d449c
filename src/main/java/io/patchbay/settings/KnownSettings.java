package io.patchbay.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The names that may be set below {@code patchbay}. Whoever adds a setting adds it here; a test
 * compares this list with the documentation.
 */
public final class KnownSettings {
  /** {@code *} stands for one word of the operator's, such as a provider. */
  static final List<String> NAMES =
      List.of(
          "audit.tell-every",
          "base-url",
          "catalog",
          "data",
          "database.url",
          "database.user",
          "database.password",
          "database.engine.user",
          "database.engine.password",
          "database.owner.user",
          "database.owner.password",
          "demo",
          "egress.allow",
          "egress.per-second",
          "egress.timeout",
          "empty",
          "flows.sweep-every",
          "health.look-every",
          "master-key.file",
          "plans",
          "providers.*.client-id",
          "providers.*.client-secret",
          "providers.*.client-secret-file",
          "providers.*.webhook-secret",
          "providers.*.former-webhook-secret",
          "providers.*.private-key-file",
          "providers.*.hosts",
          "story");

  /** Set by the commands, never by a person. */
  private static final List<String> OURS = List.of("started-in", "train");

  private static final Pattern FILE = Pattern.compile("patchbay\\.([^\\[]+)(?:\\[.*)?");
  private static final Pattern VARIABLE = Pattern.compile("PATCHBAY_([A-Z0-9_]+)");
  private static final Pattern NUMBER = Pattern.compile("_\\d+$");

  private KnownSettings() {}

  /**
   * Every name that is set and that nobody reads, with what may have been meant.
   *
   * @param suggestion the nearest of some words, as a sentence
   */
  public static List<String> unknown(ConfigurableEnvironment environment, Suggesting suggestion) {
    var found = new TreeSet<String>();
    for (var source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> all) {
        for (String name : all.getPropertyNames()) {
          complaint(name, suggestion).ifPresent(found::add);
        }
      }
    }
    return new ArrayList<>(found);
  }

  /** Says which of the known words one may have meant. */
  public interface Suggesting {
    String among(String word, List<String> known);
  }

  private static Optional<String> complaint(String name, Suggesting suggestion) {
    var file = FILE.matcher(name);
    if (file.matches()) {
      String below = file.group(1);
      return known(below)
          ? Optional.empty()
          : Optional.of(
              "%s is not a setting. %s"
                  .formatted(
                      name, suggestion.among("patchbay." + starred(below), prefixed(NAMES))));
    }
    var variable = VARIABLE.matcher(name);
    if (variable.matches() && !knownVariable(variable.group(1))) {
      return Optional.of(
          "%s is not a setting. %s".formatted(name, suggestion.among(name, variables())));
    }
    return Optional.empty();
  }

  private static boolean known(String below) {
    String plain = plain(starred(below));
    return OURS.contains(below)
        || NAMES.stream().anyMatch(it -> plain(it).equals(plain) || inside(it, below));
  }

  /** A map of the operator's own words, such as hosts, ends the name. */
  private static boolean inside(String known, String below) {
    return known.endsWith(".hosts") && starred(below).startsWith(known + ".");
  }

  private static String starred(String below) {
    return below.replaceFirst("^providers\\.[^.]+\\.", "providers.*.");
  }

  /** Spring reads {@code clientId}, {@code client_id} and {@code client-id} alike. */
  private static String plain(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static boolean knownVariable(String name) {
    String numbered = NUMBER.matcher(name).replaceFirst("");
    return NAMES.stream().anyMatch(it -> variable(it).matcher(numbered).matches())
        || OURS.stream().anyMatch(it -> variable(it).matcher(numbered).matches());
  }

  private static Pattern variable(String known) {
    return Pattern.compile(spelled(known).replace("-", "_?").replace("*", "[A-Z0-9_]+"));
  }

  private static String spelled(String known) {
    return known.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static List<String> prefixed(List<String> names) {
    return names.stream().map("patchbay."::concat).toList();
  }

  private static List<String> variables() {
    return NAMES.stream().map(it -> "PATCHBAY_" + spelled(it).replace('-', '_')).toList();
  }
}
