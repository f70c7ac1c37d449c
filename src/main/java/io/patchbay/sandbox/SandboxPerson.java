package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person at a pretend provider's consent screen: opens the page, fills in its form and presses a
 * button, over HTTP as a browser would.
 */
public final class SandboxPerson {
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");
  private static final Pattern ACCOUNT =
      Pattern.compile("name=\"account\" value=\"([^\"]+)\" data-name=\"([^\"]*)\"");
  private static final Pattern SCOPE = Pattern.compile("name=\"scope\" value=\"([^\"]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** Chooses an account by its id or name and allows everything that is asked. */
  public URI allow(URI authorizationRequest, String account) {
    return allow(authorizationRequest, account, _ -> true);
  }

  /**
   * Chooses an account and leaves only some scopes ticked.
   *
   * @return the callback with its code, not followed
   */
  public URI allow(URI authorizationRequest, String account, Predicate<String> ticks) {
    String page = open(authorizationRequest);
    var fields = new ArrayList<String>();
    fields.add(field("nonce", one(NONCE, page)));
    fields.add(field("account", chosen(page, account)));
    all(SCOPE, page).stream().filter(ticks).forEach(scope -> fields.add(field("scope", scope)));
    fields.add(field("decision", "allow"));
    return press(authorizationRequest, page, fields);
  }

  /** Says no. */
  public URI deny(URI authorizationRequest) {
    String page = open(authorizationRequest);
    return press(
        authorizationRequest,
        page,
        List.of(field("nonce", one(NONCE, page)), field("decision", "deny")));
  }

  private String open(URI address) {
    var answer = send(HttpRequest.newBuilder(address).GET());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "No consent screen but " + answer.statusCode() + " at " + address.getPath());
    }
    return answer.body();
  }

  private URI press(URI authorizationRequest, String page, List<String> fields) {
    var answer =
        send(
            HttpRequest.newBuilder(authorizationRequest.resolve(one(ACTION, page)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", fields))));
    return answer
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(
            () -> new IllegalStateException("The consent form answered " + answer.statusCode()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException unreachable) {
      throw new UncheckedIOException("The sandbox does not answer", unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while waiting for the sandbox", stopped);
    }
  }

  private static String chosen(String page, String wanted) {
    Matcher accounts = ACCOUNT.matcher(page);
    while (accounts.find()) {
      String id = plain(accounts.group(1));
      String name = plain(accounts.group(2));
      if (id.equals(wanted)
          || name.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT))) {
        return id;
      }
    }
    throw new IllegalArgumentException("The consent screen offers no account '" + wanted + "'");
  }

  private static String one(Pattern pattern, String page) {
    return all(pattern, page).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The consent screen has no " + pattern));
  }

  private static List<String> all(Pattern pattern, String page) {
    return pattern.matcher(page).results().map(found -> plain(found.group(1))).toList();
  }

  private static String plain(String html) {
    return html.replace("&#34;", "\"").replace("&lt;", "<").replace("&amp;", "&");
  }

  private static String field(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
