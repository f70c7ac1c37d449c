package io.patchbay.operator;

import io.patchbay.shell.Frame;
import java.time.Instant;
import java.util.List;

/**
 * One provider's app: what is in force, what to register, and the two forms.
 *
 * @param notes what to know before anything is set
 * @param consent whether client id and secret are asked for
 * @param webhook whether a webhook secret is asked for
 * @param clientId what was typed, where the form comes back
 * @param living what depends on the app, in words
 * @param type the label of what confirms it
 * @param wrong why nothing was set; may be empty
 * @param removal what a removal does; empty where nothing was set here
 * @param wrongRemoval why nothing was removed; may be empty
 */
public record AppPage(
    Frame frame,
    String provider,
    List<String> notes,
    List<Part> parts,
    List<Address> addresses,
    boolean consent,
    boolean webhook,
    String clientId,
    String living,
    String type,
    String wrong,
    String removal,
    String wrongRemoval,
    List<Change> changes) {

  /**
   * @param shown a client id, or how a secret ends; empty where nothing is set
   * @param from where it is set, in words
   */
  public record Part(String name, String shown, String from) {}

  /** What to register at the provider, exactly. */
  public record Address(String name, String address) {}

  public record Change(String what, String by, Instant at, String when) {}
}
