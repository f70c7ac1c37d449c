package io.patchbay.shell;

import io.patchbay.members.Member;
import io.patchbay.members.Person;
import io.patchbay.members.Role;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a page: whose it is, in which words and light, and what was just done. Ask
 * {@link Visit#frame} for one.
 *
 * @param title of the page, first in the browser's title
 * @param formToken for {@code shell/form-token.jte}; empty where nobody is signed in
 * @param flash what was just done, in words, or null
 */
public record Frame(
    String title,
    Words words,
    Theme theme,
    String formToken,
    Whose whose,
    Section section,
    @Nullable String flash,
    boolean flashWarns,
    Look look) {
  /** Who looks at the page, and from where. */
  public sealed interface Whose {
    record Nobodys() implements Whose {}

    /** Outside of any workspace. */
    record Persons(Person person) implements Whose {}

    record Members(Member member) implements Whose {}
  }

  /** The sentence of a key; short, for the templates. */
  public String say(String key, Object... values) {
    return words.of(key, values);
  }

  public String css() {
    return look.css();
  }

  public String js() {
    return look.js();
  }

  public String mark() {
    return look.mark();
  }

  /** Where the sandbox that stands in for the providers is switched; null where none does. */
  public @Nullable String sandbox() {
    return look.sandbox().map(SandboxAddress::switches).orElse(null);
  }

  public @Nullable Member member() {
    return whose instanceof Whose.Members(Member member) ? member : null;
  }

  /** The name of who is signed in, or null. */
  public @Nullable String personName() {
    return switch (whose) {
      case Whose.Nobodys() -> null;
      case Whose.Persons(Person person) -> person.name();
      case Whose.Members(Member member) -> member.name();
    };
  }

  /** What they are here, in one word, or empty. */
  public String roleName() {
    return switch (whose) {
      case Whose.Nobodys() -> "";
      case Whose.Persons(Person person) -> person.operator() ? words.of("role.operator") : "";
      case Whose.Members(Member member) -> roleName(member.role());
    };
  }

  private String roleName(Role role) {
    return switch (role) {
      case ADMIN -> words.of("role.admin");
      case MANAGER -> words.of("role.manager");
      case MEMBER -> words.of("role.member");
    };
  }

  public boolean hasOtherWorkspaces() {
    return switch (whose) {
      case Whose.Nobodys() -> false;
      case Whose.Persons(Person person) -> !person.memberships().isEmpty();
      case Whose.Members(Member member) -> member.otherWorkspaces() > 0;
    };
  }

  /** The first letter of the workspace, for its mark. */
  public String initial() {
    Member member = member();
    return first(member == null ? "" : member.workspaceName());
  }

  /** The first letter of who is signed in. */
  public String personInitial() {
    String name = personName();
    return first(name == null ? "" : name);
  }

  private static String first(String name) {
    return name.isEmpty() ? "?" : name.substring(0, name.offsetByCodePoints(0, 1));
  }
}
