package io.patchbay.demand;

import io.patchbay.ids.PersonId;
import io.patchbay.shell.Tone;
import io.patchbay.shell.Words;

/** What a request says, to whoever asked and to whoever answers. */
public final class RequestWords {
  private RequestWords() {}

  /** "Mia asks you to reconnect Slack", or "You asked an Admin to reconnect Slack". */
  public static String asks(Words words, Request request, String integration, PersonId reader) {
    return request.by().equals(reader)
        ? words.of("request.own." + what(request), integration)
        : words.of("request.asks." + what(request), request.byName(), integration);
  }

  private static String what(Request request) {
    return switch (request.action()) {
      case CONNECT, CONTINUE_SETUP, RECONNECT, FIX_PERMISSIONS, FIX_WEBHOOK, ENABLE ->
          request.action().word();
      case MANAGE, REQUEST, UNAVAILABLE, ASK_ADMIN, ASK_OWNER -> "manage";
    };
  }

  /** "Approved by Ada, 10 min ago. It closes when it is done." */
  public static String standing(Words words, Request request) {
    return switch (request.standing()) {
      case Request.Standing.Waiting _ -> words.of("request.waiting");
      case Request.Standing.Approved it ->
          words.of("request.approved", it.by(), words.ago(it.at()));
      case Request.Standing.Declined it ->
          words.of("request.declined", it.by(), words.ago(it.at()));
      case Request.Standing.Done it -> words.of("request.done", words.ago(it.at()));
    };
  }

  public static Tone tone(Request request) {
    return switch (request.standing()) {
      case Request.Standing.Waiting _ -> Tone.QUIET;
      case Request.Standing.Approved _ -> Tone.GOING;
      case Request.Standing.Declined _ -> Tone.DISABLED;
      case Request.Standing.Done _ -> Tone.GOOD;
    };
  }
}
