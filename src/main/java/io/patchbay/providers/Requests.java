package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Call;
import io.patchbay.egress.Egress.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a call of the catalog into a request. */
record Requests(Templates templates, @Nullable Auth auth) {

  Request of(Call call) {
    return of(call, address(call), Map.of());
  }

  /**
   * @param pointer where the value stands in the JSON body, RFC 6901; it is nobody's template
   */
  Request of(Call call, String pointer, String value) {
    var asked = of(call);
    var text = new String(asked.body(), StandardCharsets.UTF_8);
    return new Request(
        asked.method(),
        asked.uri(),
        asked.headers(),
        Templates.placed(text, pointer, value).getBytes(StandardCharsets.UTF_8),
        asked.contentType().isEmpty() ? "application/json" : asked.contentType());
  }

  /**
   * @param more parameters of the query, or of the form where the call sends one
   */
  Request of(Call call, Map<String, String> more) {
    return of(call, address(call), more);
  }

  /** The same call at an address that an earlier answer named. */
  Request of(Call call, URI elsewhere) {
    return of(call, elsewhere, Map.of());
  }

  URI address(Call call) {
    return templates.address(call.url());
  }

  private Request of(Call call, URI address, Map<String, String> more) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    call.headers().forEach((name, value) -> headers.put(name, templates.text(value)));
    var query = new LinkedHashMap<String, String>();
    var form = new LinkedHashMap<String, String>();
    call.form().forEach((name, value) -> form.put(name, templates.text(value)));
    (form.isEmpty() ? query : form).putAll(more);
    if (call.authenticated() && auth != null) {
      send(auth.send(), headers, query);
    }
    if (call.clientAuthenticated()) {
      headers.put("Authorization", client());
    }
    var contentType = contentType(call, headers);
    return new Request(
        call.method(), with(address, query), Map.copyOf(headers), body(call, form), contentType);
  }

  private static String contentType(Call call, Map<String, String> headers) {
    var own = headers.remove("Content-Type");
    if (own != null) {
      return own;
    }
    if (!call.form().isEmpty()) {
      return "application/x-www-form-urlencoded";
    }
    return call.body().isEmpty() ? "" : "application/json";
  }

  private byte[] body(Call call, Map<String, String> form) {
    var text =
        form.isEmpty() ? call.body().isEmpty() ? "" : templates.json(call.body()) : encoded(form);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void send(Auth.Send send, Map<String, String> headers, Map<String, String> query) {
    var value = templates.text(send.value());
    if (send.header() != null) {
      headers.put(send.header(), value);
    } else if (send.query() != null) {
      query.put(send.query(), value);
    }
  }

  private String client() {
    var app = templates.app();
    if (app.clientId() == null || app.clientSecret() == null) {
      throw new Templates.Unfillable("client_secret");
    }
    var id = app.clientId();
    // RFC 6749 section 2.3.1: both are encoded before they are joined
    return app.clientSecret()
        .reveal(secret -> Templates.basic(Templates.encoded(id), Templates.encoded(secret)));
  }

  private static URI with(URI address, Map<String, String> query) {
    if (query.isEmpty()) {
      return address;
    }
    var kept =
        address.getRawQuery() == null
            ? ""
            : java.util.Arrays.stream(address.getRawQuery().split("&"))
                    .filter(it -> !query.containsKey(it.split("=", 2)[0]))
                    .collect(Collectors.joining("&"))
                + "&";
    var text = address.toString();
    var bare = text.contains("?") ? text.substring(0, text.indexOf('?')) : text;
    return URI.create(bare + "?" + (kept.equals("&") ? "" : kept) + encoded(query));
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> Templates.encoded(it.getKey()) + "=" + Templates.encoded(it.getValue()))
        .collect(Collectors.joining("&"));
  }
}
