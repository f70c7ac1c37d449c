package io.patchbay.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How a connection's own webhook is set up by request. The requests' templates know {@code
 * {webhook.url}}, our address; {@code {webhook.secret}}, one that we make; and, to delete it,
 * {@code {webhook.id}}.
 *
 * @param id where the created one's id stands in its answer
 * @param secret where the provider tells its signing secret; nowhere for one that takes ours
 * @param items a pointer to the list of those there are; empty where the answer is the list
 * @param item where each one's id stands, and, as its name, the address it sends to
 * @param next how the list goes on, or null
 */
public record Subscription(
    Call create,
    Value id,
    Value secret,
    Call list,
    String items,
    ResourceKind.Item item,
    ResourceKind.@Nullable Next next,
    Call delete) {}
