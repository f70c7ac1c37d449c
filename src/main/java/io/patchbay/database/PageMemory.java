package io.patchbay.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory PostgreSQL may keep its pages in ({@code shared_buffers}): as much as there is
 * data at its start and half of that again, up to a quarter of what this machine or container has,
 * as its manual advises. Setting a lot of it up takes time at each start, which a small database
 * would spend for nothing. A large one also reads again, behind its start, the pages that it had in
 * memory before ({@code pg_prewarm}), instead of each when it is asked for.
 */
final class PageMemory {
  private static final long MEBIBYTE = 1 << 20;
  private static final long DEFAULT = 128;
  private static final long MOST = 4096;

  private PageMemory() {}

  /** As PostgreSQL reads them, such as {@code shared_buffers=512MB}. */
  static List<String> settings(Path cluster) {
    long data = size(cluster.resolve("base").toFile());
    return settings(data, data > DEFAULT * MEBIBYTE / 2 ? ofTheMachine() : 0);
  }

  static List<String> settings(long data, long machine) {
    long most = Math.clamp(machine / MEBIBYTE / 4, DEFAULT, MOST);
    long memory = Math.clamp(data / MEBIBYTE * 3 / 2, DEFAULT, most);
    var size = "shared_buffers=" + memory + "MB";
    return memory > DEFAULT ? List.of(size, "shared_preload_libraries=pg_prewarm") : List.of(size);
  }

  private static long ofTheMachine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean it
        ? it.getTotalMemorySize()
        : 0;
  }

  private static long size(File folder) {
    long size = 0;
    var entries = folder.listFiles();
    for (var entry : entries == null ? new File[0] : entries) {
      size += entry.isDirectory() ? size(entry) : entry.length();
    }
    return size;
  }
}
