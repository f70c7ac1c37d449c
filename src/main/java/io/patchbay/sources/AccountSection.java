package io.patchbay.sources;

import io.patchbay.authorization.ConnectingByKey;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Expectations;
import io.patchbay.database.Tenancy;
import io.patchbay.directory.Card;
import io.patchbay.directory.DetailsPage;
import io.patchbay.directory.Sayings;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.Installs;
import io.patchbay.installs.Place;
import io.patchbay.members.Action;
import io.patchbay.members.Decision;
import io.patchbay.members.Policy;
import io.patchbay.providers.Provider;
import io.patchbay.providers.ProviderApps;
import io.patchbay.setup.PickAsked;
import io.patchbay.setup.Questions;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Words;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Section 2: whose account, and what it will be asked to allow. */
@Component
class AccountSection {
  private final ProviderApps apps;
  private final Provider provider;
  private final Installs installs;
  private final Tenancy tenancy;
  private final InstantSource clock;

  AccountSection(
      ProviderApps apps,
      Provider provider,
      Installs installs,
      Tenancy tenancy,
      InstantSource clock) {
    this.apps = apps;
    this.provider = provider;
    this.installs = installs;
    this.tenancy = tenancy;
    this.clock = clock;
  }

  boolean mayPick(Place place) {
    return place.may(Action.PICK);
  }

  /** What was chosen in these forms before, by field. */
  Map<String, List<String>> saved(Place place, List<Step.Form> forms) {
    var install = place.install();
    if (install == null) {
      return Map.of();
    }
    return tenancy.within(
        place.member().scope(),
        () -> {
          var saved = new HashMap<String, List<String>>();
          forms.stream()
              .filter(it -> it.on() == Step.On.INSTALL)
              .forEach(it -> saved.putAll(installs.choices(install.id(), it.id())));
          return saved;
        });
  }

  ConnectPage.Account of(
      Words words,
      ConnectReading.Seen seen,
      Place place,
      ConnectAsked asked,
      @Nullable ConnectionFacts connection) {
    var integration = place.integration();
    var say = new Sayings(words);
    boolean consent = integration.auth() instanceof Auth.OAuth2;
    var details = place.addresses().details(integration.slug());
    var decision = Policy.decide(Action.CONNECT, place.member(), place.sensitive());
    var status =
        connection == null
            ? null
            : ConnectionStatus.at(clock.instant(), connection, Expectations.of(integration));
    boolean broken = status != null && (status.reason().row() == 2 || status.reason().row() == 3);
    var installations = integration.installations();
    return new ConnectPage.Account(
        decision instanceof Decision.Refused it ? words.of(it.key()) : "",
        decision.allowed() ? "" : details + "/requests",
        seen.asked(),
        consent ? details + "/authorizations" : "",
        consent && apps.of(integration.provider()).clientId() == null
            ? words.of("setup.app_missing", integration.name())
            : "",
        permissions(words, integration),
        consent ? "" : details + "/credentials",
        ConnectingByKey.fields(integration).stream()
            .map(field ->
                Questions.of(
                    words,
                    field,
                    List.of(),
                    asked.list().wrong().equals(field.id()) ? "shape" : ""))
            .toList(),
        manage(integration.auth()),
        connection == null ? "" : say.name(connection),
        status == null ? Tone.QUIET : Card.tone(status.reason().label()),
        status == null ? "" : say.state(status),
        broken && connection != null ? reconnect(place, connection) : "",
        options(seen, asked, say, connection, words),
        connection != null,
        asked.another(),
        "/account/sources/new/" + integration.slug() + "?workspace=" + place.member().slug(),
        consent && !place.sensitive(),
        place.member().slug(),
        integration.accountNoun().of(1, words.locale()),
        installations == null ? "" : installPage(integration));
  }

  private String installPage(Integration integration) {
    var page = provider.installPage(integration);
    return page == null ? "" : page;
  }

  private static String reconnect(Place place, ConnectionFacts connection) {
    return connection.owner() instanceof Owner.Person
        ? "/account/sources"
        : place
                .addresses()
                .setup(place.integration().slug(), place.integration().steps().getFirst().id())
            + "?connection="
            + connection.id();
  }

  static List<DetailsPage.Permission> permissions(Words words, Integration integration) {
    return Stream.concat(integration.scopes(), integration.appPermissions())
        .map(scope ->
            new DetailsPage.Permission(
                scope.reason().in(words.locale()),
                scope.id(),
                Tone.QUIET,
                scope.required() ? "" : words.of("tag.optional")))
        .toList();
  }

  private static List<ConnectPage.Option> options(
      ConnectReading.Seen seen,
      ConnectAsked asked,
      Sayings say,
      @Nullable ConnectionFacts now,
      Words words) {
    return seen.accounts().stream()
        .map(it ->
            new ConnectPage.Option(
                say.name(it),
                new Addresses(seen.member().slug()).connect()
                    + new ConnectAsked(
                            asked.provider(), it.id().value(), PickAsked.FIRST, false, null)
                        .suffix(),
                now != null && it.id().equals(now.id()),
                it.owner() instanceof Owner.Person ? words.of("connect.own") : ""))
        .toList();
  }

  private static String manage(@Nullable Auth auth) {
    var page =
        switch (auth) {
          case Auth.ApiKey it -> it.manage();
          case Auth.Basic it -> it.manage();
          case Auth.ClientCredentials it -> it.manage();
          case Auth.OAuth2 _ -> null;
          case null -> null;
        };
    return page == null || !page.startsWith("https://") ? "" : page;
  }
}
