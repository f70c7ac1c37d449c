package io.patchbay.egress;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are public: for IPv4 all but the IANA special-purpose registry (RFC 6890), for
 * IPv6 only global unicast 2000::/3, without its ranges that carry an IPv4 address or are not
 * routed.
 */
final class Addresses {
  private static final List<Range> NOT_PUBLIC_4 =
      Range.all(
          "0.0.0.0/8", // this network
          "10.0.0.0/8",
          "100.64.0.0/10", // carrier-grade NAT, and a cloud's metadata
          "127.0.0.0/8",
          "168.63.129.16/32", // a cloud's host agent
          "169.254.0.0/16", // link-local, and most clouds' metadata
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4", // multicast
          "240.0.0.0/4");
  private static final Range GLOBAL_UNICAST = Range.of("2000::/3");
  private static final List<Range> NOT_PUBLIC_6 =
      Range.all(
          "2001::/23", // Teredo, benchmarking, ORCHID
          "2001:db8::/32",
          "2002::/16", // 6to4: carries an IPv4 address
          "3fff::/20");
  private static final List<Range> PRIVATE =
      Range.all(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "::1/128",
          "fc00::/7");
  private static final List<Range> METADATA =
      Range.all("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128");

  private Addresses() {}

  static boolean isPublic(InetAddress address) {
    var bytes = address.getAddress();
    return bytes.length == 4
        ? NOT_PUBLIC_4.stream().noneMatch(it -> it.holds(bytes))
        : GLOBAL_UNICAST.holds(bytes) && NOT_PUBLIC_6.stream().noneMatch(it -> it.holds(bytes));
  }

  /** Public, or private in the way of an office or a data centre. */
  static boolean mayBePrivate(InetAddress address) {
    var bytes = address.getAddress();
    return METADATA.stream().noneMatch(it -> it.holds(bytes))
        && (isPublic(address) || PRIVATE.stream().anyMatch(it -> it.holds(bytes)));
  }

  private record Range(byte[] prefix, int bits) {
    static Range of(String cidr) {
      var parts = cidr.split("/", 2);
      return new Range(InetAddress.ofLiteral(parts[0]).getAddress(), Integer.parseInt(parts[1]));
    }

    static List<Range> all(String... cidrs) {
      return java.util.Arrays.stream(cidrs).map(Range::of).toList();
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
