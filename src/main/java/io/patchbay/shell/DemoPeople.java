package io.patchbay.shell;

import java.util.List;

/** Whom a newcomer can be in demo mode. Their rows come from {@code db/demo}. */
public final class DemoPeople {
  /**
   * @param handle what {@code POST /demo/session} calls them
   */
  public record DemoPerson(String handle, String name) {
    public String roleKey() {
      return "demo." + handle + ".role";
    }

    public String aboutKey() {
      return "demo." + handle + ".about";
    }
  }

  public static final List<DemoPerson> ALL =
      List.of(
          new DemoPerson("ada", "Ada"),
          new DemoPerson("max", "Max"),
          new DemoPerson("bea", "Bea"),
          new DemoPerson("mia", "Mia"),
          new DemoPerson("olga", "Olga"));

  private DemoPeople() {}
}
