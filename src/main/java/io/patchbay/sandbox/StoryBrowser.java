package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A browser without scripts: keeps its cookies, follows redirects, reads the forms of the page it
 * is on.
 */
final class StoryBrowser implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final URI base;
  private final HttpClient client;
  private String page = "";

  StoryBrowser(URI base) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  void open(String path) {
    open(URI.create(base + path));
  }

  void open(URI address) {
    follow(send(HttpRequest.newBuilder(address).GET()));
  }

  /** Sends a form and goes where it leads. */
  void post(String path, Map<String, List<String>> fields) {
    follow(form(path, fields));
  }

  /**
   * Sends a form that leads to another site.
   *
   * @return where it leads, not followed
   */
  URI submit(String path, Map<String, List<String>> fields) {
    return form(path, fields)
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(() -> new IllegalStateException("POST " + path + " led nowhere"));
  }

  /** The address of the first form on this page that ends like this. */
  String formAction(String ending) {
    return first(Pattern.compile("action=\"([^\"]*" + Pattern.quote(ending) + ")\""));
  }

  String page() {
    return page;
  }

  List<String> values(String name) {
    var found = new ArrayList<String>();
    var matcher =
        Pattern.compile("name=\"" + Pattern.quote(name) + "\" value=\"([^\"]*)\"").matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1).replace("&amp;", "&"));
    }
    return found;
  }

  private HttpResponse<String> form(String path, Map<String, List<String>> fields) {
    var pairs = new ArrayList<String>();
    var token = TOKEN.matcher(page);
    if (token.find()) {
      pairs.add("_csrf=" + token.group(1));
    }
    fields.forEach((name, values) ->
        values.forEach(
            value -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", base.toString())
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    if (answer.statusCode() != 303) {
      throw new IllegalStateException("POST " + path + " answered " + answer.statusCode());
    }
    return answer;
  }

  private void follow(HttpResponse<String> answer) {
    var now = answer;
    while (now.statusCode() == 303) {
      var to = base.resolve(now.headers().firstValue("Location").orElseThrow());
      now = send(HttpRequest.newBuilder(to).GET());
    }
    if (now.statusCode() != 200) {
      throw new IllegalStateException(now.uri().getPath() + " answered " + now.statusCode());
    }
    page = now.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while telling the story", e);
    }
  }

  private String first(Pattern pattern) {
    var matcher = pattern.matcher(page);
    if (!matcher.find()) {
      throw new IllegalStateException("The page has nothing like " + pattern);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    client.close();
  }
}
