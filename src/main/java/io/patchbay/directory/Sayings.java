package io.patchbay.directory;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Evidence;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.installs.Access;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.NextAction;
import io.patchbay.installs.Setup;
import io.patchbay.shell.Words;
import io.patchbay.usage.Figures;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What a status says in a reader's language: the same sentences on the card, in the details and in
 * the API. Every message says what happened, what to do, and what happens by itself.
 */
public final class Sayings {
  private static final int NAMES_SHOWN = 3;

  private final Words words;

  public Sayings(Words words) {
    this.words = words;
  }

  /**
   * @param automatic what the system does by itself; each part may be empty
   */
  public record Message(String happened, String toDo, String automatic) {}

  public String label(Label label) {
    return words.of("label." + label.word());
  }

  public String action(NextAction.Kind kind) {
    return words.of("action." + kind.word());
  }

  /** What this reader can do about it: a source of somebody else's own is not theirs to mend. */
  public Message message(
      Integration integration,
      @Nullable InstallFacts install,
      InstallStatus status,
      PersonId reader) {
    var message = message(integration, install, status);
    var speaks = status.speaks();
    int row = status.reason().row();
    return install != null
            && speaks != null
            && (row == 2 || row == 3)
            && speaks.owner() instanceof Owner.Person it
            && !it.person().equals(reader)
        ? new Message(
            message.happened(),
            reconnectAsOwner(install.ownerOf(speaks.id()), speaks),
            words.of("message.owner.automatic"))
        : message;
  }

  public Message message(
      Integration integration, @Nullable InstallFacts install, InstallStatus status) {
    var incident =
        status.evidence().stream().filter(it -> it.fact().equals("provider_incident")).findFirst();
    if (incident.isPresent()) {
      return incident(integration, status.reason(), incident.get());
    }
    var account = status.speaks() == null ? null : status.speaks().account().shown();
    var key = "message." + status.reason().word();
    return switch (status.reason()) {
      case DISABLED -> {
        var disabled = install == null ? null : install.disabled();
        yield new Message(
            disabled == null
                ? words.of("message.disabled.happened", integration.name())
                : words.of(
                    "message.disabled.happened_by", disabled.name(), words.date(disabled.at())),
            words.of("message.disabled.do"),
            words.of("message.disabled.automatic"));
      }
      case NOTHING_CONNECTED ->
          new Message("", words.of("message.nothing_connected.do", integration.name()), "");
      case STEP_OPEN ->
          new Message(
              integration.warning().in(words.locale()),
              nextStep(status),
              words.of("message.step_open.automatic"));
      case NEVER_CHECKED ->
          new Message(
              words.of(key + ".happened", integration.name()),
              words.of(key + ".do"),
              words.of(key + ".automatic"));
      case WORKING ->
          status.evidence().stream().anyMatch(it -> it.fact().equals("provider_unreachable"))
              ? new Message(
                  words.of("message.short_outage.happened", integration.name()),
                  "",
                  words.of("message.short_outage.automatic"))
              : new Message("", "", "");
      case WRONG_ACCOUNT -> {
        var refusal = status.speaks() == null ? null : status.speaks().refusal();
        var other = refusal == null || refusal.detail() == null ? "" : refusal.detail();
        yield account == null
            ? new Message(
                words.of(key + ".twice.happened", integration.name(), other),
                words.of(key + ".twice.do"),
                words.of(key + ".twice.automatic"))
            : new Message(
                words.of(key + ".happened", subject(integration, account), other),
                words.of(key + ".do", account),
                words.of(key + ".automatic"));
      }
      case MISSING_PERMISSION ->
          new Message(
              words.of(
                  key + ".happened", subject(integration, account), missing(integration, status)),
              words.of(key + ".do"),
              words.of(key + ".automatic"));
      case LOGIN_EXPIRED,
          REFRESH_INTERRUPTED,
          ENDED_BY_OPERATOR,
          WEBHOOK_SIGNATURES_WRONG,
          WEBHOOK_SILENT,
          APP_MISCONFIGURED,
          PROVIDER_OUTAGE,
          RATE_LIMITED,
          SYNC_FAILING,
          RESOURCE_VANISHED,
          NOT_CHECKED_LATELY ->
          new Message(
              words.of(key + ".happened", subject(integration, account)),
              words.of(key + ".do"),
              words.of(key + ".automatic"));
    };
  }

  /** What all connections of a provider share is said once, and of none of them. */
  private Message incident(Integration integration, Reason reason, Evidence incident) {
    var happened =
        words.of("message.incident.happened", integration.name(), words.when(incident.at()));
    return reason.failing()
        ? new Message(
            happened, words.of("message.incident.do"), words.of("message.incident.automatic"))
        : new Message(happened, "", words.of("message.incident.note"));
  }

  /** "Slack", or "Slack (acme-support)" where an account is named. */
  private String subject(Integration integration, @Nullable String account) {
    return account == null || account.equals(integration.name())
        ? integration.name()
        : words.of("message.subject", integration.name(), account);
  }

  private String nextStep(InstallStatus status) {
    return status
        .setup()
        .next()
        .map(step -> words.of("message.step_open.do", step.title().in(words.locale())))
        .orElse("");
  }

  /** The missing permissions by their reasons, which people understand, instead of their ids. */
  private String missing(Integration integration, InstallStatus status) {
    var reasons =
        status.evidence().stream()
            .filter(it -> it.fact().equals("scope_missing"))
            .flatMap(it -> reason(integration, it.code()))
            .toList();
    return reasons.isEmpty() ? words.of("message.missing_permission.unnamed") : words.list(reasons);
  }

  private Stream<String> reason(Integration integration, @Nullable String scope) {
    return integration
        .scopes()
        .filter(it -> it.id().equals(scope))
        .map(Auth.Scope::reason)
        .map(it -> it.in(words.locale()));
  }

  /**
   * Who is connected, or how many are not well: one line, in the catalog's own noun. Empty without
   * a connection.
   */
  public String connections(
      Integration integration, @Nullable InstallFacts install, InstallStatus status) {
    if (install == null || install.connections().isEmpty()) {
      return "";
    }
    int total = install.connections().size();
    int failing = status.failing();
    if (failing > 0 && total > 1) {
      return words.count(
          "line.failing." + family(status.reason()),
          failing,
          words.number(total),
          integration.accountNoun().of(total, words.locale()));
    }
    var names = install.connections().stream().map(this::name).toList();
    if (total == 1) {
      return switch (status.connections().getFirst().reason().row()) {
        case 7 -> words.of("line.unchecked", names.getFirst());
        case 8 -> words.of("line.connected_to", names.getFirst());
        default -> words.of("line.account", names.getFirst());
      };
    }
    var shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, total)));
    var noun = integration.accountNoun().of(total, words.locale());
    return total > NAMES_SHOWN
        ? words.of("line.accounts_more", total, noun, shown, total - NAMES_SHOWN)
        : words.of("line.accounts", total, noun, shown);
  }

  private String family(Reason reason) {
    return switch (reason) {
      case LOGIN_EXPIRED, WRONG_ACCOUNT, REFRESH_INTERRUPTED, ENDED_BY_OPERATOR -> "login";
      case MISSING_PERMISSION -> "permission";
      case WEBHOOK_SIGNATURES_WRONG, WEBHOOK_SILENT -> "webhook";
      case DISABLED,
          APP_MISCONFIGURED,
          PROVIDER_OUTAGE,
          RATE_LIMITED,
          SYNC_FAILING,
          RESOURCE_VANISHED,
          NOT_CHECKED_LATELY,
          NOTHING_CONNECTED,
          STEP_OPEN,
          NEVER_CHECKED,
          WORKING ->
          "other";
    };
  }

  /**
   * "Syncing 3 of 5 repositories", while the host says so; several runs that count the same are one
   * line. Empty where nothing is moved.
   */
  public String syncing(Integration integration, @Nullable InstallFacts install) {
    if (install == null) {
      return "";
    }
    var runs =
        install.connections().stream()
            .flatMap(it -> Stream.ofNullable(it.syncs().running(words.now())))
            .toList();
    if (runs.isEmpty()) {
      return "";
    }
    int done = runs.stream().mapToInt(ConnectionFacts.Syncs.Run::done).sum();
    int total = runs.stream().mapToInt(ConnectionFacts.Syncs.Run::total).sum();
    var kinds = runs.stream().map(ConnectionFacts.Syncs.Run::kind).distinct().toList();
    var kind = kinds.size() == 1 ? integration.resources().get(kinds.getFirst()) : null;
    if (total == 0) {
      return words.of("sync.running");
    }
    return kind == null
        ? words.of("sync.counted", done, total)
        : words.of("sync.counted_of", done, total, kind.noun().of(total, words.locale()));
  }

  /** When this connection's data was moved last, or that it is being moved; may be empty. */
  public String lastSync(ConnectionFacts connection) {
    var syncs = connection.syncs();
    if (syncs.running(words.now()) != null) {
      return words.of("sync.now");
    }
    return syncs.lastFinished() == null
        ? syncs.failedInARow() > 0 ? words.of("sync.failed") : ""
        : words.ago(syncs.lastFinished());
  }

  /** Only what the host promised and can still keep: "within the next hour". */
  public String nextSync(ConnectionFacts connection) {
    var by = connection.syncs().nextBy();
    if (by == null || !by.isAfter(words.now())) {
      return "";
    }
    var minutes = Math.max(1, Duration.between(words.now(), by).plusSeconds(59).toMinutes());
    var left = minutes <= 50 ? Duration.ofMinutes(minutes) : Duration.ofHours((minutes + 59) / 60);
    return words.of("sync.next", words.lasting(left));
  }

  public String name(ConnectionFacts connection) {
    var shown = connection.account().shown();
    return shown == null ? words.of("line.unnamed") : shown;
  }

  /** What one connection is, in two or three words. */
  public String state(ConnectionStatus status) {
    return words.of("state." + status.reason().word());
  }

  public String progress(Setup setup) {
    return words.of("progress", setup.requiredDone(), setup.requiredTotal());
  }

  /**
   * "Checked 4 min ago", of the connection that was asked longest ago; empty where none ever was.
   */
  public String checked(@Nullable InstallFacts install) {
    if (install == null) {
      return "";
    }
    return install.connections().stream()
        .map(ConnectionFacts::lastAttempt)
        .filter(it -> it != null)
        .min(java.util.Comparator.naturalOrder())
        .map(at -> words.of("checked", words.ago(at)))
        .orElse("");
  }

  public String summary(Integration integration) {
    return integration.summary().in(words.locale());
  }

  /** "Beta", "Coming soon" or nothing. */
  public String tag(Integration integration) {
    return switch (integration.availability()) {
      case AVAILABLE -> "";
      case BETA -> words.of("tag.beta");
      case COMING_SOON -> words.of("tag.coming_soon");
    };
  }

  /** The same, or the plan that it comes with, where the workspace has that plan. */
  String tag(Integration integration, Access access) {
    var gate = integration.gate();
    var tag = tag(integration);
    return tag.isEmpty() && access.open() && gate != null && gate.plan() != null
        ? gate(integration)
        : tag;
  }

  /** "1,204 installs, 98 % healthy this month". */
  String trust(Figures.Figure figure) {
    return words.of(
        "trust", words.count("trust.installs", figure.installs()), figure.healthyPercent());
  }

  /**
   * Why a workspace can't begin with it, in two or three words: "Business plan". Empty where
   * anybody can.
   */
  public String gate(Integration integration) {
    var gate = integration.gate();
    return gate == null
        ? ""
        : gate.plan() == null
            ? words.of("gate.flag.short")
            : words.of("gate.plan.short", plan(gate));
  }

  private static String plan(Integration.Gate gate) {
    return StringUtils.capitalize(gate.plan() == null ? "" : gate.plan());
  }

  /** The same in full, for the details. */
  public Message closed(Integration integration) {
    var gate = integration.gate();
    boolean byPlan = gate != null && gate.plan() != null;
    var key = byPlan ? "message.gate.plan" : "message.gate.flag";
    return new Message(
        words.of(key + ".happened", integration.name(), gate == null ? "" : plan(gate)),
        words.of(key + ".do"),
        words.of("message.gate.automatic"));
  }

  String connecting() {
    return words.of("label.connecting");
  }

  public String requested() {
    return words.of("action.requested");
  }

  public String asked() {
    return words.of("action.asked");
  }

  /** Whom to ask, and which account it is about. */
  private String reconnectAsOwner(String owner, ConnectionFacts speaks) {
    return owner.isEmpty()
        ? words.of("message.owner.do.unnamed", name(speaks))
        : words.of("message.owner.do", owner, name(speaks));
  }

  /**
   * The same of one source; empty where it needs no reconnecting or the reader can do it.
   *
   * @param owner whose own source it is, as the workspace knows them
   */
  public String askOwner(
      ConnectionStatus status, ConnectionFacts connection, String owner, PersonId reader) {
    int row = status.reason().row();
    return (row == 2 || row == 3)
            && connection.owner() instanceof Owner.Person it
            && !it.person().equals(reader)
        ? reconnectAsOwner(owner, connection)
        : "";
  }

  /** "Ask Mia to reconnect". */
  public String askOwner(@Nullable InstallFacts install, @Nullable ConnectionFacts speaks) {
    var owner = install == null || speaks == null ? "" : install.ownerOf(speaks.id());
    return owner.isEmpty()
        ? words.of("action.ask_owner.unnamed")
        : words.of("action.ask_owner", owner);
  }

  /** One fact as a sentence, without its time. */
  public String evidence(
      Integration integration, Evidence evidence, List<ConnectionFacts> connections) {
    var account =
        connections.stream()
            .filter(it -> it.id().equals(evidence.connection()))
            .map(this::name)
            .findFirst()
            .orElse(integration.name());
    var code = evidence.code() == null ? "" : evidence.code();
    return switch (evidence.fact()) {
      case "step_open" ->
          words.of(
              "evidence.step_open",
              integration
                  .step(code)
                  .map(Step::title)
                  .map(it -> it.in(words.locale()))
                  .orElse(code));
      default -> words.of("evidence." + evidence.fact(), account, code);
    };
  }
}
