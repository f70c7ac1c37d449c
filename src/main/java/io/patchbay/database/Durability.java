package io.patchbay.database;

import java.util.Map;

/** Whether what was committed survives a power cut. */
public enum Durability {
  /** Every commit is on the disk before it is acknowledged. */
  ON_DISK("on"),
  /** For tests: several times faster, and gone when the machine stops. */
  IN_MEMORY("off");

  private final String flag;

  Durability(String flag) {
    this.flag = flag;
  }

  Map<String, String> settings() {
    return Map.of("fsync", flag, "synchronous_commit", flag, "full_page_writes", flag);
  }
}
