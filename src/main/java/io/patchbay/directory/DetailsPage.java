package io.patchbay.directory;

import io.patchbay.demand.Vote;
import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One integration of one workspace, in the same order for every integration.
 *
 * @param outcome what just ended, said in full, or null
 * @param vote asking for what is coming soon; null for what is here
 * @param stopped whose own source went away, and what stopped with it; may be empty
 * @param since when the status began, in words; may be empty
 */
public record DetailsPage(
    Frame frame,
    Card card,
    String slug,
    String description,
    List<String> features,
    String docs,
    String publisher,
    boolean sandbox,
    @Nullable Told outcome,
    @Nullable Vote vote,
    String stopped,
    List<Asked> requests,
    Sayings.Message message,
    String since,
    List<Fact> evidence,
    List<SetupLine> setup,
    String progress,
    String noun,
    List<ConnectionLine> connections,
    String connectAnother,
    String nextCheck,
    List<ResourceLine> resources,
    List<Permission> permissions,
    List<SettingGroup> settings,
    @Nullable WhoManages whoManages,
    List<ActivityLine> activity,
    Danger danger) {

  /** An outcome, in three parts; each may be empty. */
  public record Told(boolean good, String happened, String toDo, String next, String link) {}

  /**
   * What was asked of the Admins.
   *
   * @param said what was said with a refusal; may be empty
   * @param answer where an answer is posted; empty for who gives none
   */
  public record Asked(
      String what, String standing, Tone tone, String said, String answer, boolean waiting) {}

  /**
   * Who may manage this integration.
   *
   * @param required whether it takes an Admin or the billing flag
   * @param rule who may change that, where this member may not
   */
  public record WhoManages(String text, boolean required, boolean mayChange, String rule) {}

  public record Fact(String text, Instant at, String time) {}

  /**
   * @param note such as "5 channels"
   */
  public record SetupLine(
      String title, boolean done, boolean optional, boolean skipped, String note, String href) {}

  /**
   * @param owner whose own source it is; empty for the workspace's
   * @param rotate where its key is replaced; empty for whoever may not, and where there is no key
   */
  public record ConnectionLine(
      String id,
      String account,
      String accountUrl,
      Tone tone,
      String state,
      String connectedBy,
      String created,
      String checked,
      String lastSync,
      String nextSync,
      String key,
      String owner,
      String reconnect,
      String rotate) {}

  /** Whether the host ever told of a sync: without one there is nothing to say about them. */
  public boolean syncs() {
    return connections.stream()
        .anyMatch(it -> !it.lastSync().isEmpty() || !it.nextSync().isEmpty());
  }

  /**
   * @param trouble "Gone since yesterday" or "Was called a/b"; may be empty
   */
  public record ResourceLine(
      String name,
      String kind,
      String detail,
      boolean hidden,
      String account,
      boolean gone,
      String trouble) {}

  /**
   * @param state granted, missing, not asked yet, or extra
   */
  public record Permission(String reason, String id, Tone tone, String state) {}

  /**
   * @param ticket a text for a support ticket, without secrets; empty where nothing failed
   */
  public record ActivityLine(
      Instant at, String time, String text, String who, String code, String ticket) {}

  /**
   * What was chosen for one place.
   *
   * @param label where a name for the account is posted; empty where there is none to give
   * @param named the name it has; may be empty
   */
  public record SettingGroup(String title, List<Setting> settings, String label, String named) {
    boolean isEmpty() {
      return settings.isEmpty() && label.isEmpty() && named.isEmpty();
    }
  }

  /**
   * @param edit the screen where it is changed; empty for whoever may not
   */
  public record Setting(String name, String value, String edit) {}

  /**
   * What ends something.
   *
   * @param rules who may do what this member may not
   */
  public record Danger(List<Deed> deeds, List<String> rules) {
    public boolean shown() {
      return !deeds.isEmpty() || !rules.isEmpty();
    }

    public boolean mayDisconnect() {
      return deeds.stream().anyMatch(Deed::risk);
    }
  }

  /**
   * @param blast what stops, for whom, in one sentence
   * @param risk whether it can't be taken back
   */
  public record Deed(String title, String blast, String href, String button, boolean risk) {}
}
