package io.patchbay.program;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/** The files of the program that runs, and their CRC. */
public final class ProgramFiles {
  private ProgramFiles() {}

  /**
   * By path within the program, as {@code db/migration/V1__first.sql}; empty where it cannot be
   * told, as in a jar within a jar.
   *
   * @param folders those wanted, as {@code db/migration}; none for all
   */
  public static Optional<SortedMap<String, Long>> in(String... folders) {
    try {
      var source = ProgramFiles.class.getProtectionDomain().getCodeSource();
      if (source == null || !source.getLocation().getProtocol().equals("file")) {
        return Optional.empty();
      }
      var program = Path.of(source.getLocation().toURI());
      var files = Files.isDirectory(program) ? ofFolder(program) : ofJar(program);
      var wanted = List.of(folders);
      if (!wanted.isEmpty()) {
        files.keySet().removeIf(file -> wanted.stream().noneMatch(it -> file.startsWith(it + "/")));
      }
      return files.isEmpty() ? Optional.empty() : Optional.of(files);
    } catch (IOException | URISyntaxException unknown) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, Long> ofFolder(Path program) throws IOException {
    var files = new TreeMap<String, Long>();
    try (var found = Files.walk(program)) {
      for (var file : found.filter(Files::isRegularFile).toList()) {
        var crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        files.put(program.relativize(file).toString(), crc.getValue());
      }
    }
    return files;
  }

  /** A jar knows the CRC of each: nothing is read. */
  private static SortedMap<String, Long> ofJar(Path program) throws IOException {
    var files = new TreeMap<String, Long>();
    try (var jar = new JarFile(program.toFile())) {
      for (var entries = jar.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (!entry.isDirectory()) {
          files.put(entry.getName(), entry.getCrc());
        }
      }
    }
    return files;
  }
}
