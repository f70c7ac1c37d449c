package io.patchbay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process has used of the processors, from /proc, in microseconds. */
final class Cpu {
  private static final long MICROS_OF_A_TICK = 10_000;

  private Cpu() {}

  static long micros(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_OF_A_TICK;
    } catch (IOException gone) {
      return 0;
    }
  }

  static long microsOfFamily(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).mapToLong(Cpu::micros).sum();
  }
}
