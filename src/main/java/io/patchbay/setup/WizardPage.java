package io.patchbay.setup;

import io.patchbay.directory.DetailsPage;
import io.patchbay.shell.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One screen of the wizard.
 *
 * @param stops the steps and the last screen, in order
 * @param back the screen before this one, or the details before the first
 * @param next the screen after this one
 * @param outcome what just ended, or null
 */
public record WizardPage(
    Frame frame,
    String name,
    String logo,
    boolean sandbox,
    List<Stop> stops,
    String title,
    String help,
    boolean optional,
    String back,
    String next,
    String later,
    DetailsPage.@Nullable Told outcome,
    Screen screen) {

  public record Stop(String title, boolean done, boolean now, boolean optional, String href) {}

  /** What stands in the middle. */
  public sealed interface Screen {}

  /**
   * Consent at the provider.
   *
   * @param action where the form posts
   * @param connection whose credential is renewed; empty for a new one
   * @param connected the account that was just or already connected, which the screen names; empty
   *     for none
   * @param missing a sentence where the operator has not set the provider's app; empty otherwise
   */
  public record Consent(
      String action,
      String connection,
      String renews,
      String connected,
      String label,
      String labelAction,
      String another,
      String missing,
      String button,
      List<DetailsPage.Permission> permissions)
      implements Screen {}

  /** A key to paste. */
  public record Key(
      String action,
      String connection,
      String renews,
      String connected,
      String another,
      String manage,
      String button,
      List<Question> fields)
      implements Screen {}

  /**
   * @param tally null where the list could not be shown
   * @param linked "3 channels are connected"; empty where none is
   * @param sources where these are seen and unlinked
   */
  public record Pick(
      List<Account> accounts,
      Picker picker,
      Picker.@Nullable Tally tally,
      String linked,
      String sources,
      String install)
      implements Screen {}

  public record Account(String name, String href, boolean now) {}

  /**
   * @param connection the account it is answered for; empty for the whole install
   * @param accounts to answer it for another, where there are several
   * @param was what is kept as the form is shown, so that another person's changes meanwhile stay
   */
  public record Form(
      String action,
      String connection,
      List<Account> accounts,
      List<Question> fields,
      List<String> was,
      boolean skippable)
      implements Screen {}

  /**
   * One question of a form.
   *
   * @param kind text, secret, boolean, choice or choices
   * @param error what is wrong with the value; empty where nothing is
   */
  public record Question(
      String id,
      String kind,
      String label,
      String help,
      String example,
      boolean required,
      String value,
      List<Option> options,
      String error) {}

  public record Option(String id, String label, boolean chosen) {}

  /**
   * @param own whether the connection has an address and a secret of its own; otherwise the
   *     operator registered one for all
   * @param subscribe where a form posts that sets it up at the provider; empty where only a person
   *     can
   * @param made whether that was done
   * @param waiting whether the first event is still to come
   */
  public record Hook(
      boolean own,
      String action,
      String subscribe,
      boolean made,
      String failed,
      String failedDo,
      String connection,
      List<Account> accounts,
      String address,
      boolean hasSecret,
      boolean waiting,
      String heard,
      String manage)
      implements Screen {}

  /** Something else must come first. */
  public record First(String text, String href, String button) implements Screen {}

  /** The last screen, with the real check's result. */
  public record Finish(
      boolean good,
      String label,
      String happened,
      String toDo,
      String automatic,
      String line,
      String checked,
      List<Stop> open,
      String details,
      String directory)
      implements Screen {}
}
