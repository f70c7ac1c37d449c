package io.patchbay.egress;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only door out. Public addresses only, unless the operator listed the address; one total
 * time-out; an answer of at most 1 MiB; no cookies; no redirect to another origin.
 */
public interface Egress {
  /**
   * Sends one request and reads the whole answer; never throws for what a peer or the network does.
   */
  Outcome send(Request request);

  /**
   * One outgoing request.
   *
   * @param method an HTTP method in capitals
   * @param headers as sent; a name may stand once
   * @param body bytes as sent, empty for none
   * @param contentType of the body, empty for none
   */
  record Request(
      String method, URI uri, Map<String, String> headers, byte[] body, String contentType) {
    public static Request get(URI uri, Map<String, String> headers) {
      return new Request("GET", uri, headers, new byte[0], "");
    }

    /** Method, scheme, host and path: never the query, the headers or the body. */
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
  }

  sealed interface Outcome {}

  /** Somebody answered. Header names are lower case. */
  record Answer(int status, Map<String, List<String>> headers, byte[] body) implements Outcome {
    public Optional<String> header(String lowerCaseName) {
      return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    @Override
    public String toString() {
      return "Answer[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * Nobody answered, or we refused to ask or to read on.
   *
   * @param sent whether the request may have reached the peer, who may have acted on it
   */
  record NoAnswer(Why why, boolean sent) implements Outcome {}

  enum Why {
    TIMED_OUT,
    UNREACHABLE,
    /** The peer's certificate is not one we trust, or is another host's. */
    CERTIFICATE_NOT_TRUSTED,
    TOO_LARGE,
    FOREIGN_REDIRECT,
    /** The address is not public and the operator did not list it. */
    NOT_ALLOWED,
    MALFORMED
  }
}
