package io.patchbay.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory PostgreSQL may keep its pages in ({@code shared_buffers}): a quarter of what this
 * machine or container has, as its manual advises, from PostgreSQL's own default up to a gigabyte.
 * Pages are taken as they are needed, so that a small database stays small.
 */
final class PageMemory {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST = 128;
  private static final long MOST = 1024;

  private PageMemory() {}

  /** As PostgreSQL reads it, such as {@code 512MB}. */
  static String setting() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    return machine instanceof OperatingSystemMXBean it
        ? quarterOf(it.getTotalMemorySize())
        : quarterOf(0);
  }

  static String quarterOf(long bytes) {
    return Math.clamp(bytes / MEBIBYTE / 4, LEAST, MOST) + "MB";
  }
}
