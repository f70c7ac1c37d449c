package io.patchbay.connections;

import io.patchbay.ids.WorkspaceId;

/**
 * What is known of a connection changed, in the transaction that publishes this, so that a status
 * is another one now, or will be sooner than it was thought.
 */
public record FactsChanged(WorkspaceId workspace, String integration) {}
