package io.patchbay.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries that a provider does not repeat by itself are brought in: it lists what it tried,
 * and sends one again when asked. Both requests are the app's own; their templates know {@code
 * {app.jwt}}, a token signed with the app's private key, and {@code again} knows {@code
 * {delivery.id}}.
 *
 * @param list the newest first
 * @param items a pointer to the list; empty where the answer is the list
 * @param next how the list goes on, or null
 * @param id what the attempt is asked for by
 * @param event what all attempts of one event share
 * @param at when it was tried, ISO 8601
 * @param ok whether it arrived, asked of one item
 * @param every how often the list is read
 */
public record Reconciliation(
    Call list,
    String items,
    ResourceKind.@Nullable Next next,
    Value id,
    Value event,
    Value at,
    Predicate ok,
    Call again,
    Duration every) {}
