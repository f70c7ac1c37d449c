package io.patchbay.sources;

import io.patchbay.directory.DetailsPage;
import io.patchbay.setup.Picker;
import io.patchbay.setup.WizardPage;
import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a provider to linked things on one page, in numbered sections. Everything that a reload must
 * keep stands in the address or in the person's draft.
 *
 * @param unknown what the address asked for and nobody has; may be empty
 * @param first the suggested providers and those in use
 * @param more the rest
 * @param chosen null until a provider is chosen
 */
public record ConnectPage(
    Frame frame,
    String unknown,
    List<Choice> first,
    List<Choice> more,
    @Nullable Chosen chosen,
    String back) {

  /**
   * @param tag "Connected", "Beta", "Coming soon" or nothing
   */
  public record Choice(
      String slug,
      String name,
      String logo,
      String href,
      boolean current,
      String tag,
      boolean soon) {}

  /**
   * @param connection the account that is chosen; empty without one
   * @param outcome what just ended, or null
   * @param found what the account reaches, just after connecting; may be empty
   * @param done what was linked just now, or null
   * @param picker null where nothing is picked here; the tally with it
   */
  public record Chosen(
      String slug,
      String name,
      String logo,
      boolean sandbox,
      String connection,
      DetailsPage.@Nullable Told outcome,
      String found,
      @Nullable Done done,
      Account account,
      @Nullable Picker picker,
      Picker.@Nullable Tally tally,
      List<WizardPage.Question> questions,
      Footer footer) {}

  /**
   * @param rule who may connect, where this person may not
   * @param ask where to ask an Admin; empty where that is not needed
   * @param authorize where the consent form posts; empty where a key is pasted
   * @param missing a sentence where the operator has not set the provider's app
   * @param name "Connected as @octocat", or empty
   * @param reconnect where a login that does not work is mended; empty where it works
   * @param ownPossible whether it may stay the person's own
   */
  public record Account(
      String rule,
      String ask,
      boolean asked,
      String authorize,
      String missing,
      List<DetailsPage.Permission> permissions,
      String keyAction,
      List<WizardPage.Question> key,
      String manage,
      String name,
      Tone tone,
      String state,
      String reconnect,
      List<Option> accounts,
      boolean another,
      boolean adding,
      String ownAction,
      boolean ownPossible,
      String workspace,
      String noun,
      String install) {}

  public record Option(String name, String value, boolean now, String note) {}

  /**
   * @param wrong what is wrong before anything can be picked; may be empty
   * @param setup where to go on, for what this page can't do; may be empty
   */
  public record Footer(String wrong, String setup, String setupText) {}

  /**
   * The real result.
   *
   * @param happened "2 repositories connected."
   * @param names of the first few
   * @param before what was linked already, and by whom; may be empty
   * @param found what the account reaches; may be empty
   */
  public record Done(
      String happened,
      String names,
      String before,
      String found,
      Tone tone,
      String label,
      String line,
      String next,
      String nextHref,
      String sources,
      String more,
      String directory) {}
}
