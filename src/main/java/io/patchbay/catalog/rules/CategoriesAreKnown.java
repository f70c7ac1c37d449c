package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB005: categories are a closed list, so that pages can group by them. */
final class CategoriesAreKnown implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/categories/*").stream()
        .filter(category -> !entry.categories().contains(category.text()))
        .map(category ->
            category.finding(
                "PB005",
                "No category '%s' in categories.yml. %s"
                    .formatted(
                        category.text(), Suggestion.among(category.text(), entry.categories()))));
  }
}
