package io.patchbay.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Decides where a request may go. The HTTP client asks it for the addresses of a host and connects
 * to nothing else, so that no second lookup stands between the check and the connect.
 */
final class Guard implements DnsResolver {
  /** Asks the system's resolver, or a test's. */
  interface Names {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  /** The name resolves, and none of its addresses may be connected to. */
  static final class Forbidden extends UnknownHostException {
    Forbidden(String host) {
      super(host);
    }
  }

  private final List<Listed> listed;
  private final Supplier<Stream<EgressAllowance>> allowances;
  private final Names names;

  Guard(List<String> allow, Supplier<Stream<EgressAllowance>> allowances, Names names) {
    this.listed = allow.stream().map(Listed::parse).toList();
    this.allowances = allowances;
    this.names = names;
  }

  /** Whether the address is written so that every parser reads the same host out of it. */
  static boolean isPlain(URI uri) {
    var scheme = uri.getScheme();
    var host = host(uri);
    return scheme != null
        && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
        && !uri.isOpaque()
        && uri.getRawUserInfo() == null
        && (Hosts.isLiteral(host) || Hosts.isName(host))
        && (uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65_535))
        && uri.getRawAuthority()
            .equalsIgnoreCase(uri.getPort() == -1 ? host : host + ":" + uri.getPort());
  }

  static String host(URI uri) {
    return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
  }

  static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    var name = host.toLowerCase(Locale.ROOT);
    var open = new ArrayList<InetSocketAddress>();
    for (var address : addresses(name)) {
      if (mayConnect(address, name, port)) {
        open.add(new InetSocketAddress(address, port));
      }
    }
    if (open.isEmpty()) {
      throw new Forbidden(host);
    }
    return open;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new Forbidden(host);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    var literal = host.contains(":") ? "[" + host + "]" : host;
    if (Hosts.isLiteral(literal)) {
      return new InetAddress[] {Hosts.literal(literal)};
    }
    return names.lookUp(host);
  }

  private boolean mayConnect(InetAddress address, String host, int port) {
    return isListed(address, host, port)
        || (Door.PLAIN.isBound()
            && !Door.PLAIN.get()
            && port == 443
            && !Hosts.isLiteral(host)
            && !host.contains(":")
            && Addresses.isPublic(address));
  }

  private boolean isListed(InetAddress address, String host, int port) {
    return listed.stream().anyMatch(it -> it.covers(address, host, port))
        || allowances.get().anyMatch(it -> it.allows(address, host, port));
  }
}
