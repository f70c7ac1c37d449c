package io.patchbay.demand;

import io.patchbay.catalog.Integration;
import io.patchbay.installs.Addresses;
import io.patchbay.members.Member;
import io.patchbay.shell.Words;
import java.util.List;

/**
 * Asking for what is coming soon.
 *
 * @param people how many ask for it here, in words
 * @param own whether the reader is one of them
 * @param sentence what the reader said; may be empty
 * @param action where the vote is posted
 * @param withdraw where it is taken back; empty where there is none
 */
public record Vote(String people, boolean own, String sentence, String action, String withdraw) {
  /**
   * @param found what the workspace wishes of this entry: one, or none
   */
  public static Vote of(
      Integration integration, List<Wishes.Wish> found, Member member, Words words) {
    var wish = found.isEmpty() ? Wishes.Wish.NOBODYS : found.getFirst();
    var addresses = new Addresses(member.slug());
    return new Vote(
        RequestLines.people(words, wish),
        wish.own() != null,
        wish.sentence(),
        addresses.details(integration.slug()) + "/requests",
        wish.own() == null ? "" : addresses.wishes() + "/" + wish.own() + "/withdrawn");
  }
}
