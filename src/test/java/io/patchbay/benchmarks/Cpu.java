package io.patchbay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What a process has used of the processors, from /proc, in microseconds. */
final class Cpu {
  private static final long MICROS_OF_A_TICK = 10_000;

  private Cpu() {}

  static long micros(ProcessHandle process) {
    return micros(process, 11, 12);
  }

  private static long micros(ProcessHandle process, int... counters) {
    try {
      var line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Arrays.stream(counters).mapToLong(it -> Long.parseLong(fields[it])).sum()
          * MICROS_OF_A_TICK;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Of a process and its children: those that live, and those that ended and were waited for. */
  static long microsOfFamily(ProcessHandle process) {
    long living =
        Stream.concat(Stream.of(process), process.descendants()).mapToLong(Cpu::micros).sum();
    return living + micros(process, 13, 14);
  }
}
