package io.patchbay.directory;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import io.patchbay.installs.Access;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.NextAction;
import io.patchbay.members.Member;
import io.patchbay.shell.Tone;
import io.patchbay.usage.Figures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One integration as the directory shows it: what it is, whether it works, what to do next.
 *
 * @param connecting whether the reader is at the provider's consent page right now
 * @param line who is connected, or how many are not well; may be empty
 * @param syncing "Syncing 3 of 5 repositories"; empty while nothing is moved
 * @param happened the first part of the message, shown in bold where it is trouble; may be empty
 * @param note the rest of the message in one line; may be empty
 * @param trust how many have it and how well it goes for them, quietly; empty below twenty
 * @param amongOthers whether there is more than one connection, so that the line says how many are
 *     not well
 * @param steps "2 of 3 required steps complete"; empty where setup is done or not begun
 */
public record Card(
    String slug,
    String name,
    String logo,
    String summary,
    Label label,
    boolean connecting,
    String labelText,
    String line,
    String syncing,
    String happened,
    String note,
    String steps,
    int stepsDone,
    int stepsTotal,
    String checked,
    String tag,
    boolean verified,
    String trust,
    boolean sandbox,
    boolean amongOthers,
    String details,
    Button button) {

  /**
   * The one primary button.
   *
   * @param post whether it is a form's button, because it changes something
   * @param disabled whether it only says why nothing can be done
   */
  public record Button(
      NextAction.Kind kind,
      String text,
      String href,
      boolean post,
      boolean disabled,
      String about) {
    public boolean quiet() {
      return kind == NextAction.Kind.MANAGE;
    }

    public boolean loud() {
      return switch (kind) {
        case RECONNECT, FIX_PERMISSIONS, FIX_WEBHOOK -> true;
        case CONNECT, CONTINUE_SETUP, ENABLE, MANAGE, REQUEST, UNAVAILABLE, ASK_ADMIN, ASK_OWNER ->
            false;
      };
    }
  }

  public Tone tone() {
    return connecting ? Tone.GOING : tone(label);
  }

  public static Tone tone(Label label) {
    return switch (label) {
      case NOT_SET_UP -> Tone.QUIET;
      case IN_PROGRESS -> Tone.GOING;
      case CONNECTED -> Tone.GOOD;
      case NEEDS_ATTENTION -> Tone.WARN;
      case DISABLED -> Tone.DISABLED;
    };
  }

  static Card of(
      Integration integration,
      @Nullable InstallFacts install,
      InstallStatus status,
      Access access,
      Member member,
      Own own,
      boolean sandbox,
      Optional<Figures.Figure> figure,
      Sayings say) {
    var addresses = new Addresses(member.slug());
    var message =
        access.open()
            ? say.message(integration, install, status, member.person())
            : say.closed(integration);
    var setup = status.setup();
    boolean open = status.label() == Label.IN_PROGRESS;
    boolean asked = own.asked(integration);
    boolean connecting = own.connecting().contains(integration.slug());
    return new Card(
        integration.slug(),
        integration.name(),
        Logos.address(integration),
        say.summary(integration),
        status.label(),
        connecting,
        connecting ? say.connecting() : say.label(status.label()),
        say.connections(integration, install, status),
        say.syncing(integration, install),
        message.happened(),
        status.reason() == Reason.STEP_OPEN ? "" : join(message.toDo(), message.automatic()),
        open ? say.progress(setup) : "",
        setup.requiredDone(),
        setup.requiredTotal(),
        say.checked(install),
        say.tag(integration, access),
        integration.publisher().verified(),
        figure.map(say::trust).orElse(""),
        sandbox && install != null && !install.connections().isEmpty(),
        status.connections().size() > 1,
        addresses.details(integration.slug()),
        button(integration, install, status, access, member, asked, say, addresses));
  }

  static Button button(
      Integration integration,
      @Nullable InstallFacts install,
      InstallStatus status,
      Access access,
      Member member,
      boolean asked,
      Sayings say,
      Addresses addresses) {
    boolean sensitive = install == null ? integration.sensitive() : install.requiresBillingAdmin();
    var action = NextAction.of(integration, access, status).forMember(member, sensitive, status);
    var href = addresses.of(integration.slug(), action);
    return switch (action.kind()) {
      case ASK_ADMIN ->
          new Button(
              action.kind(),
              asked ? say.asked() : say.action(action.kind()),
              href,
              true,
              asked,
              integration.name());
      case ASK_OWNER ->
          new Button(
              action.kind(),
              say.askOwner(install, status.speaks()),
              href,
              false,
              true,
              integration.name());
      case ENABLE ->
          new Button(
              action.kind(), say.action(action.kind()), href, true, false, integration.name());
      case REQUEST ->
          new Button(
              action.kind(),
              asked ? say.requested() : say.action(action.kind()),
              href,
              true,
              asked,
              integration.name());
      case UNAVAILABLE ->
          new Button(action.kind(), say.gate(integration), href, false, true, integration.name());
      case CONNECT, CONTINUE_SETUP, RECONNECT, FIX_PERMISSIONS, FIX_WEBHOOK, MANAGE ->
          new Button(
              action.kind(), say.action(action.kind()), href, false, false, integration.name());
    };
  }

  private static String join(String first, String second) {
    return first.isEmpty() ? second : second.isEmpty() ? first : first + " " + second;
  }
}
