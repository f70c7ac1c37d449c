package io.patchbay.database;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who signs in to it.
 *
 * @param url of JDBC, without a login
 * @param app a workspace's work: sees the rows of one scope
 * @param engine work across workspaces: sees what is due, never a secret
 * @param owner of the tables, who migrates them; null where somebody else migrates
 */
public record Reach(String url, Login app, Login engine, @Nullable Login owner) {}
