package io.patchbay.webhooks;

import java.util.List;
import java.util.Map;

/**
 * One request to a webhook address, as it arrived. Nothing of it is believed before its signature
 * holds, and nothing of it is ever printed.
 *
 * @param url the public address it was sent to, query included
 * @param headers by lower-case name
 * @param body the raw bytes
 */
record Delivery(String method, String url, Map<String, List<String>> headers, byte[] body) {
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  String contentType() {
    return header("content-type").stream().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return "Delivery[" + body.length + " bytes]";
  }
}
