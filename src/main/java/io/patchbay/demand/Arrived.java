package io.patchbay.demand;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Integration;
import io.patchbay.shell.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that the reader wished for is here.
 *
 * @param told where it is posted that the notice was read
 */
public record Arrived(Integration integration, Instant askedAt, String told) {
  /**
   * @param open the reader's own wishes
   * @param wishes the workspace's address for wishes
   */
  public static List<Arrived> among(List<Wishes.Open> open, Catalog catalog, String wishes) {
    return open.stream()
        .flatMap(it ->
            found(it, catalog)
                .filter(entry -> !entry.comingSoon())
                .map(entry -> new Arrived(entry, it.askedAt(), wishes + "/" + it.id() + "/told"))
                .stream())
        .toList();
  }

  private static Optional<Integration> found(Wishes.Open wish, Catalog catalog) {
    return wish.integration() != null
        ? catalog.find(wish.integration())
        : wish.words() == null ? Optional.empty() : named(catalog, wish.words());
  }

  /** What was typed before there was an entry, and is an entry's name now. */
  static Optional<Integration> named(Catalog catalog, String typed) {
    return catalog.all().stream().filter(it -> it.name().equalsIgnoreCase(typed)).findFirst();
  }

  /** "You asked for it on 3 Nov." */
  public String asked(Words words) {
    return words.of("vote.asked", words.date(askedAt));
  }
}
