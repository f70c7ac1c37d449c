package io.patchbay.directory;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the provider lets us do: granted, missing, optional and extra, each with its reason. */
final class PermissionLines {
  private PermissionLines() {}

  static List<DetailsPage.Permission> of(
      Integration integration, List<ConnectionFacts> connections, Words words) {
    var lines = new ArrayList<DetailsPage.Permission>();
    var known = new HashSet<String>();
    var grants = connections.stream().map(ConnectionFacts::grant).filter(it -> it != null).toList();
    for (Auth.Scope scope : integration.scopes().toList()) {
      known.add(scope.id());
      long having = grants.stream().filter(it -> it.scopes().contains(scope.id())).count();
      boolean all = !grants.isEmpty() && having == grants.size();
      var state =
          grants.isEmpty()
              ? words.of(scope.required() ? "permission.will_ask" : "permission.optional")
              : all
                  ? words.of("permission.granted")
                  : scope.required()
                      ? words.of("permission.missing")
                      : words.of("permission.not_granted");
      var tone =
          grants.isEmpty()
              ? Tone.QUIET
              : all ? Tone.GOOD : scope.required() ? Tone.WARN : Tone.QUIET;
      lines.add(
          new DetailsPage.Permission(scope.reason().in(words.locale()), scope.id(), tone, state));
    }
    integration
        .appPermissions()
        .forEach(it -> {
          known.add(it.id());
          lines.add(
              new DetailsPage.Permission(
                  it.reason().in(words.locale()),
                  it.id(),
                  Tone.QUIET,
                  words.of("permission.of_app")));
        });
    Set<String> extra = new TreeSet<>();
    grants.forEach(it -> extra.addAll(it.scopes()));
    extra.removeAll(known);
    extra.forEach(it ->
        lines.add(
            new DetailsPage.Permission(
                words.of("permission.extra.reason"),
                it,
                Tone.QUIET,
                words.of("permission.extra"))));
    return lines;
  }
}
