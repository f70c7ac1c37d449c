package io.patchbay.events;

import java.util.List;

/**
 * The host app read credentials. Published outside of any transaction: these are many, of many
 * workspaces, and are written down in one commit or not at all.
 *
 * @param reads of which some may be written down already, by their id
 */
public record CredentialsRead(List<Happening> reads) {}
