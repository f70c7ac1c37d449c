package io.patchbay.shell;

import io.patchbay.members.Member;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its reader: who signed in, in which words and light they want their
 * page. A controller takes one as an argument and asks it for its page's {@link Frame}.
 */
public final class Visit {
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Cookies cookies;
  private final Look look;
  private final @Nullable SignedIn who;
  private final Words words;

  Visit(
      HttpServletRequest request,
      HttpServletResponse response,
      Cookies cookies,
      Look look,
      @Nullable SignedIn who,
      Words words) {
    this.request = request;
    this.response = response;
    this.cookies = cookies;
    this.look = look;
    this.who = who;
    this.words = words;
  }

  public Words words() {
    return words;
  }

  /** Who signed in, or null; what they may do is asked of the database. */
  public @Nullable SignedIn who() {
    return who;
  }

  /** Whether htmx asks for a part of the page, to be laid into the one that is open. */
  public boolean wantsFragment() {
    return "true".equals(request.getHeader("HX-Request"))
        && !"true".equals(request.getHeader("HX-History-Restore-Request"));
  }

  /** The frame of a page of a workspace. */
  public Frame frame(Member member, Section section, String title) {
    return frame(new Frame.Whose.Members(member), section, title);
  }

  /** The frame of a page outside of any workspace. */
  public Frame frame(Person person, String title) {
    return frame(new Frame.Whose.Persons(person), Section.ELSEWHERE, title);
  }

  /** The frame of a page for whoever comes. */
  public Frame frame(String title) {
    return frame(new Frame.Whose.Nobodys(), Section.ELSEWHERE, title);
  }

  private Frame frame(Frame.Whose whose, Section section, String title) {
    Flash flash = cookies.flash(request);
    if (flash != null) {
      cookies.clearFlash(response);
    }
    return new Frame(
        title,
        words,
        cookies.theme(request),
        who == null ? "" : who.formToken(),
        whose,
        section,
        flash == null ? null : flash.say(words),
        flash != null && flash.tone() == Flash.Tone.WARN,
        look);
  }
}
