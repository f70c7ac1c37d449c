package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB003: an entry is found by its folder's name. */
final class SlugIsTheFolder implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    var slug = entry.at("slug");
    return slug.text().equals(entry.folder())
        ? Stream.empty()
        : Stream.of(
            slug.finding(
                "PB003",
                "The folder is called '%s'. Write slug: %s, or rename the folder"
                    .formatted(entry.folder(), entry.folder())));
  }
}
