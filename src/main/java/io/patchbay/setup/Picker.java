package io.patchbay.setup;

import java.util.List;

/**
 * What an account reaches, one page of it, ticked as the person's draft says.
 *
 * @param action where each button of the form is posted
 * @param hidden what the form carries along, beside what the list itself does
 * @param here the address that shows the same again
 * @param counted "101 to 150 of 230", in words
 * @param reading how far a list is that is still being read; may be empty
 * @param failed what happened instead of a list; may be empty
 */
public record Picker(
    String title,
    String action,
    List<Hidden> hidden,
    String here,
    List<Installation> installations,
    String installation,
    String query,
    int page,
    List<Item> items,
    String counted,
    String reading,
    String cut,
    String empty,
    int previous,
    int next,
    String all,
    String failed,
    String failedDo) {

  public record Hidden(String name, String value) {}

  public record Installation(String id, String name, boolean now) {}

  /**
   * @param linked "Connected", or "Connected through @mona"; empty where it is not linked
   */
  public record Item(
      String id,
      String name,
      String detail,
      boolean hidden,
      boolean archived,
      boolean chosen,
      String linked) {}

  /**
   * How much is ticked so far.
   *
   * @param selected "2 repositories selected"
   * @param problem why nothing was linked; may be empty
   */
  public record Tally(String selected, String button, boolean ready, String problem) {}
}
