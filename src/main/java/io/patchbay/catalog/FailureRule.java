package io.patchbay.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a provider's way of saying no means.
 *
 * @param code where the provider's own word for it stands, kept as the internal code; null keeps
 *     the value that matched
 */
public record FailureRule(Predicate when, Failure is, @Nullable Value code) {}
