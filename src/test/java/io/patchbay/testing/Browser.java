package io.patchbay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen: cookies, forms of this site, no redirects followed. */
public final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([0-9a-f]+)\"");

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  public Browser(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  /** A browser in which one of the demo people has signed in. */
  public static Browser of(int port, String demoPerson) {
    var browser = new Browser(port);
    browser.post("/demo/session", Map.of("member", demoPerson));
    return browser;
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  /** A form of this site, without a token. */
  public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
    HttpRequest.Builder request = request(path, headers).POST(body(fields));
    if (String.join(" ", headers).indexOf("Sec-Fetch-Site") < 0) {
      request.header("Sec-Fetch-Site", "same-origin");
    }
    return send(request.header("Content-Type", "application/x-www-form-urlencoded").build());
  }

  /** A form that this page holds, with its token. */
  public HttpResponse<String> submit(
      HttpResponse<String> page, String path, Map<String, String> fields) {
    var all = new java.util.HashMap<>(fields);
    all.put("_csrf", token(page));
    return post(path, all);
  }

  /**
   * The same for a form in which names come again.
   *
   * @param fields name, value, name, value
   */
  public HttpResponse<String> submit(HttpResponse<String> page, String path, List<String> fields) {
    var body = new StringBuilder("_csrf=").append(token(page));
    for (int i = 0; i < fields.size(); i += 2) {
      body.append('&')
          .append(fields.get(i))
          .append('=')
          .append(URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
    }
    return send(
        request(path)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  public static String token(HttpResponse<String> page) {
    Matcher token = TOKEN.matcher(page.body());
    if (!token.find()) {
      throw new AssertionError("No form of a session on " + page.uri());
    }
    return token.group(1);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static HttpRequest.BodyPublisher body(Map<String, String> fields) {
    return HttpRequest.BodyPublishers.ofString(
        fields.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
