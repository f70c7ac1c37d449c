package io.patchbay.catalog;

import java.util.Locale;

/** What an integration calls one account, and several: "workspace", "workspaces". */
public record Noun(Text one, Text many) {
  public String of(int count, Locale language) {
    return (count == 1 ? one : many).in(language);
  }
}
