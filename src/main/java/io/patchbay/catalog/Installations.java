package io.patchbay.catalog;

/**
 * The accounts that one credential reaches.
 *
 * @param items a pointer to the list
 * @param install the page at the provider where a person adds one, a template
 */
public record Installations(
    Call list, String items, Value id, Value name, String install, Noun noun) {}
