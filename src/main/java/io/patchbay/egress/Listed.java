package io.patchbay.egress;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the operator's list. A listed IP address is that address alone. A listed name is
 * trusted to stand on a private network, though never on a link-local address, where clouds answer
 * with credentials.
 */
record Listed(String host, @Nullable InetAddress address, int from, int to) {

  static Listed parse(String line) {
    int colon = line.lastIndexOf(':');
    if (colon < 1) {
      throw unreadable(line);
    }
    var host = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    var ports = line.substring(colon + 1).strip().split("-", 2);
    int from = port(ports[0], line);
    int to = ports.length == 2 ? port(ports[1], line) : from;
    if (from > to || !(Hosts.isLiteral(host) || Hosts.isName(host))) {
      throw unreadable(line);
    }
    return new Listed(host, Hosts.isLiteral(host) ? Hosts.literal(host) : null, from, to);
  }

  boolean covers(InetAddress asked, String hostAsked, int port) {
    if (port < from || port > to) {
      return false;
    }
    return address != null
        ? address.equals(asked)
        : host.equals(hostAsked) && Addresses.mayBePrivate(asked);
  }

  private static int port(String text, String line) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notAPort) {
      throw unreadable(line);
    }
    throw unreadable(line);
  }

  private static IllegalArgumentException unreadable(String line) {
    return new IllegalArgumentException(
        "patchbay.egress.allow: cannot read '"
            + line
            + "'. Write host:port or host:from-to, as in 127.0.0.1:4000-4010 or ghe.example.org:443");
  }
}
