package io.patchbay.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalog: everything that can be said about an integration, read from its folder.
 * Never tied to a workspace.
 *
 * @param slug its name in addresses; the folder's name
 * @param provider the company behind it, whose OAuth app, limits and outages it shares
 * @param featured its place among the suggested first connections, or null
 * @param check null only for a coming-soon entry, as is {@code auth}
 * @param installations accounts that one credential reaches (a GitHub App's installations), or null
 * @param warning shown while a required step is open: "Payments may not sync"
 * @param inputs texts a tenant types that may stand in a host or path, such as a shop's domain
 */
public record Integration(
    String slug,
    String provider,
    String name,
    Text summary,
    Text description,
    List<Text> features,
    Publisher publisher,
    List<String> categories,
    List<String> synonyms,
    @Nullable Integer featured,
    Availability availability,
    @Nullable Gate gate,
    boolean sensitive,
    String docs,
    Noun accountNoun,
    @Nullable Auth auth,
    @Nullable Check check,
    @Nullable Installations installations,
    Map<String, ResourceKind> resources,
    List<Step> steps,
    @Nullable Webhook webhook,
    Text warning,
    List<Input> inputs,
    String verifiedBy,
    Logo logo,
    Limits limits) {

  /** One that says nothing of how much its provider takes. */
  public Integration(
      String slug,
      String provider,
      String name,
      Text summary,
      Text description,
      List<Text> features,
      Publisher publisher,
      List<String> categories,
      List<String> synonyms,
      @Nullable Integer featured,
      Availability availability,
      @Nullable Gate gate,
      boolean sensitive,
      String docs,
      Noun accountNoun,
      @Nullable Auth auth,
      @Nullable Check check,
      @Nullable Installations installations,
      Map<String, ResourceKind> resources,
      List<Step> steps,
      @Nullable Webhook webhook,
      Text warning,
      List<Input> inputs,
      String verifiedBy,
      Logo logo) {
    this(
        slug,
        provider,
        name,
        summary,
        description,
        features,
        publisher,
        categories,
        synonyms,
        featured,
        availability,
        gate,
        sensitive,
        docs,
        accountNoun,
        auth,
        check,
        installations,
        resources,
        steps,
        webhook,
        warning,
        inputs,
        verifiedBy,
        logo,
        Limits.NONE);
  }

  /**
   * What the provider takes from one app, as its documentation says.
   *
   * @param perSecond checks, renewals or lists that all nodes ask together, each kind by itself;
   *     null where the operator's setting is enough
   * @param concurrency calls that one node has under way at a time, or null
   */
  public record Limits(@Nullable Double perSecond, @Nullable Integer concurrency) {
    public static final Limits NONE = new Limits(null, null);
  }

  public enum Availability {
    AVAILABLE,
    BETA,
    COMING_SOON
  }

  public record Publisher(String name, boolean verified) {}

  /** A plan or a feature flag that a workspace needs; exactly one of the two is set. */
  public record Gate(@Nullable String plan, @Nullable String flag, boolean hide) {}

  /**
   * @param pattern RE2 syntax, matched against the whole value
   */
  public record Input(String id, String pattern, Text label, Text help, String example) {}

  /** The picture as it is served; a neutral monogram where the folder has none. */
  public record Logo(byte[] svg, String sha256) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Logo it && it.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
      return sha256.hashCode();
    }
  }

  /** Where its logo is served: named by its content, so that it may be kept for ever. */
  public String logoAddress() {
    return "/logos/" + slug + "-" + logo.sha256().substring(0, 8) + ".svg";
  }

  public boolean comingSoon() {
    return availability == Availability.COMING_SOON;
  }

  /** The scopes without which the integration cannot do its work; empty for what has no scopes. */
  public List<Auth.Scope> requiredScopes() {
    return scopes().filter(Auth.Scope::required).toList();
  }

  public Stream<Auth.Scope> scopes() {
    return auth instanceof Auth.OAuth2 oauth ? oauth.scopes().stream() : Stream.empty();
  }

  /** What the app's registration at the provider fixes; no answer names it again. */
  public Stream<Auth.Scope> appPermissions() {
    return auth instanceof Auth.OAuth2 oauth ? oauth.permissions().stream() : Stream.empty();
  }

  public Stream<Step> requiredSteps() {
    return steps.stream().filter(step -> !step.optional());
  }

  public Optional<Step> step(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }
}
