package io.patchbay.outbox;

import io.patchbay.shell.Frame;
import io.patchbay.shell.Tone;
import java.util.List;

/**
 * Where events go, what became of them, and what arrives that belongs to nobody.
 *
 * @param secret what events are signed with, shown this once; empty on every other visit
 * @param only which deliveries are shown: all, waiting or failed
 * @param wrong what is wrong with the address that was typed; empty where nothing is
 * @param type what to type before anything is changed
 * @param unconfirmed says that it was not typed; empty where it was
 */
public record DeliveriesPage(
    Frame frame,
    List<To> endpoints,
    String secret,
    String typed,
    String wrong,
    String type,
    String unconfirmed,
    String only,
    List<Line> lines,
    List<Stranger> strangers,
    List<Stranger> refusals,
    List<Reconciled> reconciled,
    List<Change> changes) {

  public record To(
      String name,
      String url,
      Tone tone,
      String state,
      String detail,
      String waiting,
      boolean inOrder) {}

  /**
   * @param resend where to post to send it again
   */
  public record Line(
      String event,
      String workspace,
      String number,
      Tone tone,
      String state,
      String detail,
      String when,
      String resend) {}

  public record Stranger(String integration, String id, String detail, String when) {}

  /**
   * @param failed what went wrong with the last look; empty where nothing did
   */
  public record Reconciled(String integration, String asked, String failed, String when) {}

  public record Change(String when, String what, String by, String url) {}
}
