package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ReducedMotion;
import io.patchbay.Patchbay;
import io.patchbay.sandbox.Sandbox;
import io.patchbay.shell.BaseUrl;
import io.patchbay.testing.Browser;
import io.patchbay.testing.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole program in demo mode, with a database, a sandbox and a clock of its own, and the
 * browsers that people open there. Register it as a static extension:
 *
 * <pre>{@code
 * @RegisterExtension static final House house = House.empty();
 * }</pre>
 *
 * <p>It starts once per JVM, when the first journey needs it. Every journey begins with nothing
 * connected and ends with what nobody may see: a violation of the content security policy, an error
 * on the console, an exception of a script, a file that is missing.
 */
final class House implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  static final String HOME = "/w/pinework/integrations";

  private static final Path SEEN = Path.of("target", "journeys");
  private static final House EMPTY = new House("empty", Map.of("patchbay.empty", "true"));
  private static final House STORY = new House("story", Map.of());
  private static final String TELL_VIOLATIONS =
      """
      document.addEventListener('securitypolicyviolation', violation =>
        console.error('CSP: ' + violation.violatedDirective + ' refused ' + violation.blockedURI))
      """;

  private final String name;
  private final Map<String, String> settings;
  private final SettableClock clock = new SettableClock();
  private final List<BrowserContext> open = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable ConfigurableApplicationContext program;

  private House(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = settings;
  }

  /** Nothing is connected when a journey begins. */
  static House empty() {
    return EMPTY;
  }

  /**
   * A house of its own with settings of its own.
   *
   * @param name its folder under target/journeys
   */
  static House with(String name, Map<String, String> settings) {
    return new House(name, settings);
  }

  /** The program as it is first met: with Pinework's story. One for all who only look. */
  static House story() {
    return STORY;
  }

  // ---- people

  /** A new browser in which this demo person has signed in, at the directory of Pinework. */
  Page signIn(String person) {
    return signIn(person, it -> it);
  }

  /** The same in a browser of another language, size or appearance. */
  Page signIn(String person, UnaryOperator<NewContextOptions> options) {
    var page = visitor(options);
    page.navigate("/");
    page.locator("button[name=member][value=" + person + "]").click();
    page.waitForURL("**/integrations");
    return page;
  }

  /** A new browser in which nobody has signed in; paths are relative to the program's address. */
  Page visitor(UnaryOperator<NewContextOptions> options) {
    var context =
        Eyes.browser()
            .newContext(
                options.apply(
                    new NewContextOptions()
                        .setBaseURL(address().toString())
                        .setLocale("en-US")
                        .setViewportSize(1280, 800)
                        .setReducedMotion(ReducedMotion.REDUCE)));
    context.setDefaultTimeout(30_000);
    context.addInitScript(TELL_VIOLATIONS);
    context.onConsoleMessage(this::hear);
    context.onWebError(error -> complaints.add("exception: " + error.error()));
    context.onResponse(this::receive);
    open.add(context);
    return context.newPage();
  }

  /** Looks at a page with care: axe finds nothing, and a picture is kept under this name. */
  void look(Page page, String as) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SEEN.resolve(as + ".png")).setFullPage(true));
    assertThat(Axe.all(page)).as("what axe finds on %s (%s)", as, page.url()).isEmpty();
  }

  // ---- the program and its surroundings

  /** Where the program is reached. */
  URI address() {
    return program().getBean(BaseUrl.class).get();
  }

  /** A browser without a screen, signed in. */
  Browser quietly(String person) {
    return Browser.of(address().getPort(), person);
  }

  <T> T bean(Class<T> type) {
    return program().getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return program().getBean(name, type);
  }

  /** Lets time pass for the program; jobs look once a second. */
  void later(Duration time) {
    clock.tick(time);
  }

  /** The pretend providers' switches. */
  Switchboard sandbox() {
    return new Switchboard(bean(Sandbox.class));
  }

  private ConfigurableApplicationContext program() {
    if (program == null) {
      program = start();
    }
    return program;
  }

  private ConfigurableApplicationContext start() {
    var folder = SEEN.resolve(name + "-" + ProcessHandle.current().pid()).toAbsolutePath();
    var all = new HashMap<String, Object>();
    all.put("server.port", "0");
    all.put("patchbay.demo", "true");
    all.put("patchbay.data", folder.toString());
    all.put("patchbay.database.url", "");
    all.put("patchbay.health.look-every", "1s");
    all.put("db-scheduler.polling-interval", "500ms");
    all.putAll(settings);
    var application = new SpringApplication(Patchbay.class);
    application.addInitializers(context ->
        ((GenericApplicationContext) context)
            .registerBean("settableClock", InstantSource.class, () -> clock));
    return application.run(
        all.entrySet().stream()
            .map(it -> "--" + it.getKey() + "=" + it.getValue())
            .toArray(String[]::new));
  }

  // ---- before and after each journey

  @Override
  public void beforeEach(ExtensionContext journey) {
    complaints.clear();
    if (settings.containsKey("patchbay.empty")) {
      sandbox().calm();
      disconnectAll();
      answerEverything();
    }
  }

  @Override
  public void afterEach(ExtensionContext journey) {
    if (journey.getExecutionException().isPresent()) {
      keepLastSight(journey.getRequiredTestMethod().getName());
    }
    open.forEach(BrowserContext::close);
    open.clear();
    if (journey.getExecutionException().isEmpty()) {
      assertThat(complaints).as("what nobody may see").isEmpty();
    }
  }

  /** A house of one class's own ends with it; the others are there for whoever comes next. */
  @Override
  public void afterAll(ExtensionContext journeys) {
    if (this != EMPTY && this != STORY && program != null) {
      program.close();
      program = null;
    }
  }

  private void disconnectAll() {
    var ada = quietly("ada");
    for (String slug : List.of("slack", "google-calendar", "stripe", "github", "vercel")) {
      var page = ada.get(HOME + "/" + slug);
      if (page.body().contains("end?what=disconnect")) {
        ada.submit(page, HOME + "/" + slug + "/disconnected", Map.of());
      }
    }
  }

  private void answerEverything() {
    var ada = quietly("ada");
    var page = ada.get("/w/pinework/requests");
    Pattern.compile("/w/pinework/requests/[0-9a-f-]{36}/(done|declined)")
        .matcher(page.body())
        .results()
        .forEach(it -> ada.submit(page, it.group(), Map.of()));
  }

  private void keepLastSight(String journey) {
    open.stream()
        .flatMap(context -> context.pages().stream())
        .forEach(page -> {
          System.err.println(journey + " ended at " + page.url() + " " + complaints);
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setPath(SEEN.resolve("failed-" + journey + ".png"))
                  .setFullPage(true));
        });
  }

  /** A page that answers 403 or 404 to a person who asked for it is a page like another. */
  private void hear(ConsoleMessage message) {
    boolean aPageItself = message.text().startsWith("Failed to load resource");
    if (message.type().equals("error") && !aPageItself) {
      complaints.add("console: " + message.text() + " at " + message.location());
    }
  }

  private void receive(Response response) {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      complaints.add("answered " + response.status() + ": " + response.url());
    }
  }
}
