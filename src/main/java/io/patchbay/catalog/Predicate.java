package io.patchbay.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about one answer. Every part that is set must hold.
 *
 * @param status the HTTP status it must be, or null
 * @param each a pointer to a list: the rest is asked of each of its items, and one is enough
 * @param value where to look
 * @param equalTo the text, number or boolean, as text
 * @param in any of these
 * @param matches RE2 syntax, found anywhere in the value
 * @param exists whether anything but null must stand there
 */
public record Predicate(
    @Nullable Integer status,
    @Nullable String each,
    Value value,
    @Nullable String equalTo,
    List<String> in,
    @Nullable String matches,
    @Nullable Boolean exists) {}
