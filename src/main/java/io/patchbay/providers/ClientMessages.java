package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.egress.Egress.Request;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The token request of RFC 6749 section 4.4.2, with a client that a person pasted. */
record ClientMessages(Auth.ClientCredentials client, Templates templates) {

  Request token() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    client.tokenParameters().forEach((name, value) -> form.put(name, templates.text(value)));
    var headers = new LinkedHashMap<String, String>();
    headers.put("Accept", "application/json");
    switch (client.client()) {
      // section 2.3.1: both are encoded before they are joined
      case BASIC ->
          headers.put(
              "Authorization",
              Templates.basic(
                  Templates.encoded(part(Auth.ClientCredentials.ID)),
                  Templates.encoded(part(Auth.ClientCredentials.SECRET))));
      case POST -> {
        form.put(Auth.ClientCredentials.ID, part(Auth.ClientCredentials.ID));
        form.put(Auth.ClientCredentials.SECRET, part(Auth.ClientCredentials.SECRET));
      }
    }
    return new Request(
        "POST",
        templates.address(client.token()),
        Map.copyOf(headers),
        encoded(form).getBytes(StandardCharsets.UTF_8),
        "application/x-www-form-urlencoded");
  }

  private String part(String name) {
    return templates
        .credential()
        .part(name)
        .orElseThrow(() -> new Templates.Unfillable(name))
        .reveal(text -> text);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> Templates.encoded(it.getKey()) + "=" + Templates.encoded(it.getValue()))
        .collect(Collectors.joining("&"));
  }
}
