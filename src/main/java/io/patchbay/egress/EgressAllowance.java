package io.patchbay.egress;

import java.net.InetAddress;

/**
 * Lets the door through to an address that is not public, beside what the operator listed in {@code
 * patchbay.egress.allow}: the program's own loopback servers. It is asked at every connect.
 */
public interface EgressAllowance {
  /**
   * @param address the one that is about to be connected to
   * @param host as the URL names it, lower case
   */
  boolean allows(InetAddress address, String host, int port);
}
