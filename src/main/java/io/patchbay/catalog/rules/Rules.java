package io.patchbay.catalog.rules;

import java.util.List;

/** Every rule, in the order of their codes. PB001 is text that is no YAML, PB002 a wrong shape. */
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new SlugIsTheFolder(),
          new SlugIsFree(),
          new CategoriesAreKnown(),
          new AddressesNameABase(),
          new PlaceholdersAreKnown(),
          new PointersAreWellFormed(),
          new PatternsCompile(),
          new TextsSpeakBothLanguages(),
          new AvailableIsComplete(),
          new StepsAreTwoToFive(),
          new FirstStepConnects(),
          new PickedResourcesAreDeclared(),
          new IdsAreUnique(),
          new WebhookStepHasAWebhook(),
          new ScopesHaveReasons(),
          new ScopeStepsAreOptional(),
          new SomeScopeIsRequired(),
          new CheckNamesTheAccount(),
          new SignatureCoversTheBody(),
          new DedupeCanWork(),
          new TimestampsAreDeclared(),
          new SecretsHaveHelp(),
          new ChoicesHaveOptions(),
          new KeysAreSecret(),
          new ClientsAreWhole(),
          new StepsAskForNoSecret(),
          new InstallationsAreDeclared(),
          new PermissionsAreTheApps(),
          new SubscriptionsTellTheSecret(),
          new ReconciliationCountsOnce(),
          new LogoIsSmallAndHarmless());

  private Rules() {}

  public static List<Finding> check(Entry entry) {
    return ALL.stream().flatMap(rule -> rule.check(entry)).toList();
  }
}
