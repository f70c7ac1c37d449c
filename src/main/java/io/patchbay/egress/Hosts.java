package io.patchbay.egress;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * How a host may be written. Only the plain spellings pass: dotted decimal without leading zeros,
 * bracketed IPv6 without a zone, and names of letters, digits and hyphens that no resolver could
 * take for a number (0x7f.1, 2130706433).
 */
final class Hosts {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:]{2,39}\\]");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private Hosts() {}

  static boolean isLiteral(String host) {
    return IPV4.matcher(host).matches() || (IPV6.matcher(host).matches() && parses(host));
  }

  static boolean isName(String host) {
    if (host.isEmpty() || host.length() > 253) {
      return false;
    }
    var labels = host.split("\\.", -1);
    for (var label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !NUMBER.matcher(labels[labels.length - 1]).matches();
  }

  /** Looks nothing up: the text is an address already. */
  static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(bare(host));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("No IP address: " + host, e);
    }
  }

  /** As {@link InetAddress} writes it into a lookup: without brackets. */
  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean parses(String host) {
    try {
      InetAddress.ofLiteral(bare(host));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
