package io.patchbay.events;

import java.time.Duration;

/**
 * A person came back from a consent page.
 *
 * @param kept whether a credential was kept
 * @param took since they left
 */
public record ConsentEnded(String integration, boolean kept, Duration took) {}
