package io.patchbay.directory;

import io.patchbay.shell.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of cards.
 *
 * @param sentence how it stands: "4 of 5 in use work. Last checked 4 min ago."
 * @param trouble what needs attention, worst first
 * @param inUse what is turned on, most used first
 * @param success what the reader connected just now, or null
 * @param arrivals what the reader wished for and has not been told of
 * @param groups the rest, by category
 * @param empty what is said where no card is, or null
 * @param more the address of the next page, empty on the last
 * @param before the address of the page before, empty on the first
 */
public record DirectoryPage(
    Frame frame,
    String sentence,
    String address,
    String wishes,
    String query,
    String statusAsked,
    String categoryAsked,
    @Nullable Success success,
    List<Arrival> arrivals,
    List<Filter> filters,
    List<Filter> categories,
    List<Card> trouble,
    List<Card> inUse,
    List<Group> groups,
    List<Card> suggestions,
    boolean nothingConnected,
    @Nullable Empty empty,
    String more,
    String before) {

  /**
   * @param count how many cards it would show
   */
  public record Filter(String text, int count, String href, boolean current) {}

  /**
   * @param calm whether it is good news that there is nothing
   */
  public record Empty(String title, String text, boolean calm) {}

  /** What was connected just now, and what that is good for. */
  public record Success(String name, String logo, DetailsPage.Told told) {}

  /**
   * Something that the reader wished for is here.
   *
   * @param told where it is posted that this was read
   */
  public record Arrival(String name, String logo, String href, String asked, String told) {}

  /**
   * @param beyond where the rest of what the workspace can't have is shown; empty where all of it
   *     is
   */
  public record Group(String name, List<Card> cards, String beyond) {}
}
