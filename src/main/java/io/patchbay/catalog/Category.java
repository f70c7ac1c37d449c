package io.patchbay.catalog;

/** One of the closed list in {@code catalog/categories.yml}, in the order pages show them. */
public record Category(String id, Text name) {}
