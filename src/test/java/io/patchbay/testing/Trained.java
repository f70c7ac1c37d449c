package io.patchbay.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The program's classes as a jar, and what the JDK learned from one start of them (JEP 514): it
 * starts in half the time. Making it takes half a minute, once for each JVM, so it is made only
 * where {@code -Dprograms.trained=true} says that there will be many starts.
 *
 * @param classPath as it stands after {@code -cp}; only more may be added at its end
 * @param flags for {@code java}
 */
record Trained(String classPath, List<String> flags) {
  private static final boolean WANTED = Boolean.getBoolean("programs.trained");
  private static @Nullable Trained made;

  /**
   * @param classPath with folders of classes in it, or jars alone
   * @param flags of the later starts
   */
  static synchronized Trained of(String java, List<String> flags, List<String> classPath) {
    if (!WANTED) {
      return new Trained(String.join(File.pathSeparator, classPath), flags);
    }
    if (made == null) {
      made = make(java, flags, classPath);
    }
    return made;
  }

  private static Trained make(String java, List<String> flags, List<String> classPath) {
    try {
      var folder =
          Files.createDirectories(
              Path.of("target", "tests", "trained-" + ProcessHandle.current().pid())
                  .toAbsolutePath());
      var jars = new ArrayList<String>();
      for (var entry : classPath) {
        jars.add(
            Files.isDirectory(Path.of(entry))
                ? jar(Path.of(entry), folder.resolve(jars.size() + ".jar")).toString()
                : entry);
      }
      var all = String.join(File.pathSeparator, jars);
      var cache = folder.resolve("patchbay.aot");
      var command = new ArrayList<>(List.of(java));
      command.addAll(flags);
      command.add("-XX:AOTCacheOutput=" + cache);
      command.addAll(List.of("-cp", all, "io.patchbay.Patchbay", "--patchbay.train=true"));
      command.addAll(List.of("--patchbay.data=" + folder.resolve("data"), "--server.port=0"));
      int outcome =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said").toFile())
              .start()
              .waitFor();
      if (outcome != 0 || !Files.exists(cache)) {
        throw new IllegalStateException("The training failed: see " + folder.resolve("said"));
      }
      var learned = new ArrayList<>(flags);
      learned.add("-XX:AOTCache=" + cache);
      return new Trained(all, learned);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path jar(Path classes, Path into) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(into));
        Stream<Path> all = Files.walk(classes)) {
      for (var file : all.filter(it -> !it.equals(classes)).sorted().toList()) {
        var name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        jar.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
        if (Files.isRegularFile(file)) {
          Files.copy(file, jar);
        }
        jar.closeEntry();
      }
    }
    return into;
  }
}
