package io.patchbay.catalog.rules;

/**
 * A mistake in one document.
 *
 * @param pointer where it stands (RFC 6901); empty for the document as a whole
 * @param code stable: people search for it
 * @param message what is wrong and what to write instead
 */
public record Finding(String pointer, String code, String message) {}
