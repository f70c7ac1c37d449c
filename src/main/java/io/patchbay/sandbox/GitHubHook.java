package io.patchbay.sandbox;

import io.patchbay.sandbox.State.Delivery;
import io.patchbay.sandbox.State.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The webhook of a GitHub App: each event is posted once, whatever came of it is kept for three
 * days, listed, and posted again when the app asks (docs.github.com/rest/apps/webhooks).
 */
final class GitHubHook {
  private static final String LIST = "/app/hook/deliveries";
  private static final String AGAIN = LIST + "/\\d{1,18}/attempts";
  private static final Duration KEPT = Duration.ofDays(3);
  private static final int MOST = 500;

  /** How a page begins: after the delivery of this id. */
  private static final String CURSOR = "v1_";

  private final Ledger ledger;
  private final Apps apps;
  private final Bases bases;
  private final Supplier<URI> patchbay;
  private final Posts posts = new Posts();

  /**
   * @param patchbay where Patchbay listens, whose webhook address the app was registered with
   */
  GitHubHook(Ledger ledger, Apps apps, Bases bases, Supplier<URI> patchbay) {
    this.ledger = ledger;
    this.apps = apps;
    this.bases = bases;
    this.patchbay = patchbay;
  }

  URI address() {
    return patchbay.get().resolve("/hooks/github");
  }

  /** The newest first. */
  List<Delivery> deliveries() {
    return ledger.now().deliveries().reversed();
  }

  /** Something happened there: posts it, and keeps what came of it. */
  Delivery send(String event, long repository, long installation, Map<String, ?> payload) {
    return attempt(
        new Delivery(
            0,
            UUID.randomUUID().toString(),
            ledger.time(),
            false,
            0,
            "",
            0,
            event,
            String.valueOf(payload.get("action")),
            installation,
            repository,
            JsonMapper.shared().writeValueAsString(payload)));
  }

  private Delivery attempt(Delivery delivery) {
    Instant began = ledger.time();
    OptionalInt answer =
        ledger.has("github", Trouble.LOST_WEBHOOKS) ? OptionalInt.empty() : post(delivery);
    double took = Duration.between(began, ledger.time()).toMillis() / 1000.0;
    return ledger.change(next -> {
      var all = next.deliveries();
      all.removeIf(old -> old.at().isBefore(began.minus(KEPT)));
      long id = Math.max(began.toEpochMilli(), all.isEmpty() ? 0 : all.getLast().id() + 1);
      var done = delivery.tried(id, began.truncatedTo(ChronoUnit.MILLIS), took, answer);
      all.add(done);
      all.subList(0, Math.max(0, all.size() - MOST)).clear();
      return done;
    });
  }

  private OptionalInt post(Delivery delivery) {
    return posts.post(
        address(),
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "GitHub-Hookshot/sandbox",
            "X-GitHub-Delivery",
            delivery.guid(),
            "X-GitHub-Event",
            delivery.event(),
            "X-GitHub-Hook-Installation-Target-Type",
            "integration",
            "X-Hub-Signature-256",
            "sha256=" + Randomness.hmac(apps.webhookSecret("github"), delivery.body())),
        delivery.body());
  }

  /** What the app asks for itself; nothing where it is something else. */
  Optional<Reply> answer(Ask ask) {
    boolean list = ask.path().equals(LIST) && ask.method().equals("GET");
    boolean again = ask.path().matches(AGAIN) && ask.method().equals("POST");
    if (!list && !again) {
      return Optional.empty();
    }
    var complaint =
        AppKeys.complaint(
            apps.privateKey("github"),
            ask.bearer().orElse(""),
            apps.clientId("github"),
            ledger.time());
    return Optional.of(
        complaint
            .map(it -> GitHub.message(401, it))
            .orElseGet(() -> list ? listed(ask) : triedAgain(ask)));
  }

  private Reply listed(Ask ask) {
    int size = ask.number("per_page", 30, 100);
    var all = deliveries();
    String cursor = ask.param("cursor", "");
    var after =
        all.stream().dropWhile(each -> !cursor.isEmpty() && each.id() >= number(cursor)).toList();
    var page = after.subList(0, Math.min(size, after.size()));
    var reply = Reply.ok(page.stream().map(GitHubHook::shown).toList());
    return page.size() == after.size()
        ? reply
        : reply.with(
            "Link",
            "<%s%s?per_page=%d&cursor=%s%d>; rel=\"next\""
                .formatted(bases.of(ask.host()), LIST, size, CURSOR, page.getLast().id()));
  }

  /** Zero, before which there is nothing, where it is none of ours. */
  private static long number(String cursor) {
    return cursor.matches(CURSOR + "\\d{1,18}") ? Long.parseLong(cursor.substring(3)) : 0;
  }

  /** It is accepted first, and posted whatever comes of it. */
  private Reply triedAgain(Ask ask) {
    long id = Long.parseLong(ask.path().replaceAll("\\D", ""));
    return deliveries().stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .map(was -> {
          attempt(was.again());
          return Reply.json(202, Fields.of());
        })
        .orElseGet(() -> GitHub.message(404, "Not Found"));
  }

  private static Map<String, @Nullable Object> shown(Delivery delivery) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("id", delivery.id());
    shown.put("guid", delivery.guid());
    shown.put("delivered_at", delivery.at().toString());
    shown.put("redelivery", delivery.redelivery());
    shown.put("duration", delivery.duration());
    shown.put("status", delivery.status());
    shown.put("status_code", delivery.statusCode());
    shown.put("event", delivery.event());
    shown.put("action", delivery.action());
    shown.put("installation_id", delivery.installation());
    shown.put("repository_id", delivery.repository());
    shown.put("throttled_at", null);
    return shown;
  }
}
