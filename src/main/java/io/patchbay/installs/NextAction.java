package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.Reason;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.members.Action;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one button a person should press now.
 *
 * @param connection what it is about, or null
 * @param step where in the wizard it leads, or null
 */
public record NextAction(Kind kind, @Nullable ConnectionId connection, @Nullable String step) {

  public enum Kind {
    CONNECT,
    CONTINUE_SETUP,
    RECONNECT,
    FIX_PERMISSIONS,
    FIX_WEBHOOK,
    ENABLE,
    MANAGE,
    REQUEST,
    UNAVAILABLE,
    ASK_ADMIN,
    ASK_OWNER;

    /** As in the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** In place of a step: it is mended among one's own sources, not in any workspace. */
  static final String OWN = "/own";

  /** For whoever may do everything, in a workspace that may have it. */
  public static NextAction of(Integration integration, InstallStatus status) {
    return of(integration, Access.OPEN, status);
  }

  /** For whoever may do everything. */
  public static NextAction of(Integration integration, Access access, InstallStatus status) {
    if (!access.open()) {
      return new NextAction(Kind.UNAVAILABLE, null, null);
    }
    if (integration.comingSoon()) {
      return new NextAction(Kind.REQUEST, null, null);
    }
    var speaks = status.speaks() == null ? null : status.speaks().id();
    return switch (status.reason()) {
      case DISABLED -> new NextAction(Kind.ENABLE, null, null);
      case LOGIN_EXPIRED, WRONG_ACCOUNT, REFRESH_INTERRUPTED, ENDED_BY_OPERATOR ->
          new NextAction(Kind.RECONNECT, speaks, first(integration));
      case MISSING_PERMISSION -> new NextAction(Kind.FIX_PERMISSIONS, speaks, first(integration));
      case WEBHOOK_SIGNATURES_WRONG, WEBHOOK_SILENT ->
          new NextAction(Kind.FIX_WEBHOOK, speaks, webhook(integration));
      case APP_MISCONFIGURED,
          PROVIDER_OUTAGE,
          RATE_LIMITED,
          SYNC_FAILING,
          RESOURCE_VANISHED,
          NOT_CHECKED_LATELY,
          WORKING ->
          new NextAction(Kind.MANAGE, null, null);
      case NOTHING_CONNECTED -> new NextAction(Kind.CONNECT, null, first(integration));
      case STEP_OPEN, NEVER_CHECKED ->
          status
              .setup()
              .next()
              .map(step -> new NextAction(Kind.CONTINUE_SETUP, null, step.id()))
              .orElseGet(() -> new NextAction(Kind.CONTINUE_SETUP, speaks, first(integration)));
    };
  }

  /**
   * For this member: what they may not do becomes a question to an Admin, or to a personal source's
   * owner.
   */
  public NextAction forMember(Member member, boolean requiresBillingAdmin, InstallStatus status) {
    var owned = byOwner(member, status);
    if (!owned.equals(this)) {
      return owned;
    }
    var needed = needed();
    return needed == null || Policy.decide(needed, member, requiresBillingAdmin).allowed()
        ? this
        : new NextAction(Kind.ASK_ADMIN, connection, null);
  }

  /** For this member, who may do everything but renew another's own source. */
  public NextAction byOwner(Member member, InstallStatus status) {
    var owner = status.speaks() == null ? null : status.speaks().owner();
    if (owner instanceof Owner.Person it
        && (kind == Kind.RECONNECT || kind == Kind.FIX_PERMISSIONS)) {
      return it.person().equals(member.person())
          ? new NextAction(kind, connection, OWN)
          : new NextAction(Kind.ASK_OWNER, connection, null);
    }
    return this;
  }

  private @Nullable Action needed() {
    return switch (kind) {
      case CONNECT -> Action.CONNECT;
      case CONTINUE_SETUP, FIX_WEBHOOK -> Action.FINISH_SETUP;
      case RECONNECT, FIX_PERMISSIONS -> Action.RECONNECT;
      case ENABLE -> Action.ENABLE;
      case MANAGE -> Action.FINISH_SETUP;
      case REQUEST, UNAVAILABLE, ASK_ADMIN, ASK_OWNER -> null;
    };
  }

  private static @Nullable String first(Integration integration) {
    return integration.steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(Step::id)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String webhook(Integration integration) {
    return integration.steps().stream()
        .filter(Step.Webhook.class::isInstance)
        .map(Step::id)
        .findFirst()
        .orElse(null);
  }

  /** Whether the reason is one that a person at the keyboard can mend. */
  public static boolean mendable(Reason reason) {
    return reason.row() >= 2 && reason.row() <= 4;
  }
}
