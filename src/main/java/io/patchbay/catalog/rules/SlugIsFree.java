package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB004: one slug, one integration. */
final class SlugIsFree implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    var slug = entry.at("slug");
    var other = entry.taken().get(slug.text());
    return other == null
        ? Stream.empty()
        : Stream.of(
            slug.finding(
                "PB004",
                "%s already has the slug '%s'. Choose another".formatted(other, slug.text())));
  }
}
