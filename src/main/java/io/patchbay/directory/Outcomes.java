package io.patchbay.directory;

import io.patchbay.activity.Entry;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.events.What;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what just ended: what happened, what to do, what we do next. Also says a line of the
 * history.
 */
public final class Outcomes {
  private final Words words;

  public Outcomes(Words words) {
    this.words = words;
  }

  public DetailsPage.Told told(Integration integration, Entry entry) {
    var name = integration.name();
    var account = entry.account() == null ? name : entry.account();
    return switch (entry.what()) {
      case CONNECTED ->
          good(words.of("outcome.connected", account), words.of("outcome.connected.next"));
      case RECONNECTED ->
          good(words.of("outcome.reconnected", account), words.of("outcome.reconnected.next"));
      case CONNECTED_UNCHECKED ->
          told(
              false,
              words.of("outcome.unchecked", name),
              words.of("outcome.unchecked.do"),
              words.of("outcome.unchecked.next"),
              "");
      case CONNECT_FAILED -> failed(integration, entry);
      case DISCONNECTED -> disconnected(integration, entry, account);
      case DISABLED -> good(words.of("outcome.disabled", name), words.of("outcome.disabled.next"));
      case ENABLED -> good(words.of("outcome.enabled", name), "");
      case CHOICES_SAVED -> good(words.of("outcome.choices_saved"), "");
      case STEP_SKIPPED -> good(words.of("outcome.step_skipped"), "");
      case RESOURCES_LINKED -> linked(integration, entry);
      case RESOURCES_UNLINKED -> good(words.of("outcome.resources"), "");
      case WEBHOOK_SECRET_SAVED ->
          good(words.of("outcome.webhook_secret"), words.of("outcome.webhook_secret.next"));
      case WEBHOOK_CREATED ->
          good(words.of("outcome.webhook_created", name), words.of("outcome.webhook_secret.next"));
      case ACCESS_ASKED -> good(words.of("outcome.asked"), words.of("outcome.asked.next"));
      case BILLING_ADMIN_REQUIRED -> good(words.of("outcome.billing_admin_required", name), "");
      case BILLING_ADMIN_NOT_REQUIRED ->
          good(words.of("outcome.billing_admin_not_required", name), "");
      case CREDENTIAL_ROTATED ->
          good(words.of("outcome.rotated", account), words.of("outcome.rotated.next"));
      case CONNECTION_FAILED,
          CONNECTION_RECOVERED,
          TOKEN_REFRESHED,
          CREDENTIAL_READ,
          CREDENTIAL_ERASED,
          GRANT_ENDED,
          GRANT_NOT_ENDED,
          WEBHOOK_VERIFIED,
          RESOURCE_VANISHED,
          RESOURCE_RENAMED,
          SOURCE_REVOKED,
          SOURCE_UNLINKED,
          SOURCE_LEFT,
          CHECKED,
          ACCESS_APPROVED,
          ACCESS_DECLINED,
          ACCESS_DONE ->
          good(line(integration, entry), "");
    };
  }

  /** The real result of linking, and what the account reaches beside it. */
  public DetailsPage.Told linked(Integration integration, Entry entry) {
    var kind = integration.resources().get(entry.details().getOrDefault("kind", ""));
    if (kind == null) {
      return good(words.of("outcome.resources"), "");
    }
    int count = number(entry, "count");
    int before = number(entry, "before");
    return told(
        true,
        count == 0
            ? words.of("connect.done.nothing")
            : words.count("connect.done", count, kind.noun().of(count, words.locale())),
        before == 0
            ? ""
            : words.count(
                "connect.done.before",
                before,
                entry.details().getOrDefault("before_name", ""),
                entry.details().getOrDefault("before_by", "")),
        found(
            kind,
            number(entry, "found"),
            number(entry, "found_private"),
            !entry.details().getOrDefault("found_more", "").equals("true")),
        "");
  }

  /** "Found 12 repositories. 3 of them are private." Empty where nothing was. */
  public String found(ResourceKind kind, int read, int hidden, boolean complete) {
    if (read == 0) {
      return "";
    }
    var found =
        words.of(
            complete ? "connect.found" : "connect.found_more",
            read,
            kind.noun().of(read, words.locale()));
    return hidden == 0 ? found : found + " " + words.count("connect.found_private", hidden);
  }

  private static int number(Entry entry, String name) {
    var text = entry.details().getOrDefault(name, "0");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
  }

  private DetailsPage.Told failed(Integration integration, Entry entry) {
    var bucket = entry.details().getOrDefault("bucket", "provider_outage");
    var name = integration.name();
    var key = "outcome.failed." + bucket;
    if (bucket.equals("wrong_account")) {
      return told(
          false,
          words.of(
              key,
              entry.details().getOrDefault("got", ""),
              entry.details().getOrDefault("expected", "")),
          words.of(key + ".do", entry.details().getOrDefault("expected", "")),
          words.of(key + ".next"),
          "");
    }
    return told(
        false, words.of(key, name), words.of(key + ".do", name), words.of(key + ".next", name), "");
  }

  private DetailsPage.Told disconnected(Integration integration, Entry entry, String account) {
    var revoked = entry.details().getOrDefault("revoked", "unknown");
    var manage = entry.details().getOrDefault("manage", "");
    var key = "outcome.disconnected." + revoked;
    return told(
        revoked.equals("yes"),
        words.of(
            revoked.equals("later") ? "outcome.disconnected.sealed" : "outcome.disconnected",
            account),
        words.of(key, integration.name()) + webhook(integration, entry),
        words.of("outcome.disconnected.next"),
        manage);
  }

  /** What became of a webhook that we had set up there. */
  private String webhook(Integration integration, Entry entry) {
    var webhook = entry.details().get("webhook");
    return webhook == null
        ? ""
        : " " + words.of("outcome.disconnected.webhook." + webhook, integration.name());
  }

  private DetailsPage.Told good(String happened, String next) {
    return told(true, happened, "", next, "");
  }

  private static DetailsPage.Told told(
      boolean good, String happened, String toDo, String next, String link) {
    return new DetailsPage.Told(good, happened, toDo, next, link);
  }

  /** One line of the history, without who and when. */
  public String line(Integration integration, Entry entry) {
    var account = entry.account() == null ? integration.name() : entry.account();
    return switch (entry.what()) {
      case CONNECTION_FAILED ->
          words.of(
              "activity.connection_failed",
              account,
              words.of("state." + entry.details().getOrDefault("reason", "login_expired")));
      case CHOICES_SAVED, STEP_SKIPPED ->
          words.of(
              "activity." + entry.what().word(),
              integration
                  .step(entry.code() == null ? "" : entry.code())
                  .map(it -> it.title().in(words.locale()))
                  .orElse(""));
      case RESOURCES_LINKED, RESOURCES_UNLINKED ->
          words.of(
              "activity." + entry.what().word(),
              entry.details().getOrDefault("count", "0"),
              entry.details().getOrDefault("names", ""));
      case RESOURCE_VANISHED, RESOURCE_RENAMED ->
          words.of(
              "activity." + entry.what().word(),
              entry.details().getOrDefault("was", ""),
              entry.details().getOrDefault("is", ""));
      case SOURCE_REVOKED, SOURCE_UNLINKED, SOURCE_LEFT ->
          words.of(
              "activity." + entry.what().word(),
              account,
              entry.details().getOrDefault("owner", ""));
      case CONNECTED,
          RECONNECTED,
          CONNECT_FAILED,
          CONNECTED_UNCHECKED,
          CONNECTION_RECOVERED,
          TOKEN_REFRESHED,
          CREDENTIAL_ROTATED,
          CREDENTIAL_READ,
          CREDENTIAL_ERASED,
          DISCONNECTED,
          GRANT_ENDED,
          GRANT_NOT_ENDED,
          DISABLED,
          ENABLED,
          WEBHOOK_SECRET_SAVED,
          WEBHOOK_CREATED,
          WEBHOOK_VERIFIED,
          CHECKED,
          ACCESS_ASKED,
          ACCESS_APPROVED,
          ACCESS_DECLINED,
          ACCESS_DONE,
          BILLING_ADMIN_REQUIRED,
          BILLING_ADMIN_NOT_REQUIRED ->
          words.of("activity." + entry.what().word(), account);
    };
  }

  /** Whether a line tells of something that went wrong. */
  static boolean wrong(What what) {
    return what == What.CONNECT_FAILED
        || what == What.CONNECTION_FAILED
        || what == What.RESOURCE_VANISHED
        || what == What.GRANT_NOT_ENDED
        || what == What.CONNECTED_UNCHECKED;
  }

  /** Whether somebody's own source went away with it. */
  static boolean ends(What what) {
    return what == What.SOURCE_LEFT || what == What.SOURCE_REVOKED || what == What.SOURCE_UNLINKED;
  }

  /** Whether something comes in again since. */
  static boolean begins(What what) {
    return what == What.CONNECTED || what == What.RECONNECTED || what == What.RESOURCES_LINKED;
  }

  /** What a person pastes into a ticket: ids and codes, never a secret. */
  static String ticket(Integration integration, Entry entry, String workspace) {
    var lines =
        new ArrayList<String>(
            List.of(
                "integration: " + integration.slug(),
                "workspace: " + workspace,
                "what: " + entry.what().word(),
                "at: " + entry.at(),
                "activity: " + entry.id()));
    if (entry.code() != null) {
      lines.add("code: " + entry.code());
    }
    if (entry.account() != null) {
      lines.add("account: " + entry.account());
    }
    return String.join("\n", lines);
  }
}
