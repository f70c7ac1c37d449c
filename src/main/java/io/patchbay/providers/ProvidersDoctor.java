package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CatalogDoctor;
import io.patchbay.catalog.Integration;
import io.patchbay.egress.AllowList;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether what is set for providers is whole: apps with their secrets, hosts that can be called.
 */
public final class ProvidersDoctor {
  private static final Pattern BASE = Pattern.compile("\\{base:([^}]+)}");

  private final Environment environment;
  private final Collection<Integration> entries;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ProvidersDoctor(Environment environment, Collection<Integration> entries) {
    this.environment = environment;
    this.entries = entries;
  }

  /**
   * @param wrong what keeps a start, or a connection, from working
   * @param notes what is well but worth knowing
   */
  public record Examined(List<String> wrong, List<String> notes, String summary) {}

  public static Examined examine(Environment environment, Collection<Integration> entries) {
    return new ProvidersDoctor(environment, entries).examine();
  }

  private Examined examine() {
    Map<String, ConfiguredProviderApps.Settings> set;
    try {
      set =
          new TreeMap<>(
              Binder.get(environment)
                  .bind(
                      "patchbay.providers",
                      Bindable.mapOf(String.class, ConfiguredProviderApps.Settings.class))
                  .orElse(Map.of()));
    } catch (BindException unreadable) {
      return new Examined(List.of(String.valueOf(unreadable.getMessage())), List.of(), "");
    }
    set.forEach(this::look);
    return new Examined(
        wrong,
        notes(set.keySet()),
        set.isEmpty()
            ? "no provider has settings of its own"
            : "apps of %s are complete".formatted(String.join(", ", set.keySet())));
  }

  private void look(String provider, ConfiguredProviderApps.Settings settings) {
    String name = "patchbay.providers." + provider;
    var known =
        entries.stream().map(Integration::provider).collect(Collectors.toCollection(TreeSet::new));
    if (!known.contains(provider)) {
      wrong.add(
          "%s: no entry of the catalog has this provider. %s"
              .formatted(name, CatalogDoctor.suggestion(provider, known)));
      return;
    }
    ProviderApp app;
    try {
      app = settings.app(provider);
    } catch (IllegalStateException unreadable) {
      wrong.add(String.valueOf(unreadable.getMessage()));
      return;
    }
    if ((app.clientId() == null) != (app.clientSecret() == null)) {
      wrong.add(
          app.clientId() == null
              ? name + ".client-id is missing: a client secret alone is no app"
              : name + ".client-secret is missing (or client-secret-file)");
    } else if (app.clientId() == null && needsApp(provider)) {
      notes.add(
          name
              + ".client-id and .client-secret are missing: nobody can connect until they are set here or on the operator's page");
    }
    app.hosts().forEach((host, base) -> look(provider, name, host, base));
  }

  private void look(String provider, String name, String host, String base) {
    var known = hosts(provider);
    if (!known.contains(host)) {
      wrong.add(
          "%s.hosts: no request goes to %s. %s"
              .formatted(name, host, CatalogDoctor.suggestion(host, known)));
    }
    if (!AllowList.passes(environment, URI.create(base))) {
      wrong.add(
          "%s.hosts sends %s to %s, which patchbay.egress.allow does not list"
              .formatted(name, host, base));
    }
  }

  private boolean needsApp(String provider) {
    return entries.stream()
        .anyMatch(it -> it.provider().equals(provider) && it.auth() instanceof Auth.OAuth2);
  }

  /** Every template of an entry stands in its record's text. */
  private Set<String> hosts(String provider) {
    return entries.stream()
        .filter(it -> it.provider().equals(provider))
        .flatMap(
            it -> BASE.matcher(it.toString()).results().map((MatchResult found) -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Only demo mode brings apps of its own. */
  private List<String> notes(Set<String> set) {
    if (!environment.getProperty("patchbay.demo", boolean.class, true)) {
      notes.addAll(unset(set));
    }
    return notes;
  }

  private List<String> unset(Set<String> set) {
    return entries.stream()
        .filter(it -> it.auth() instanceof Auth.OAuth2 && !set.contains(it.provider()))
        .map(it ->
            "%s can't be connected until patchbay.providers.%s or the operator's page names your app"
                .formatted(it.name(), it.provider()))
        .toList();
  }
}
