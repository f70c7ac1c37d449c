package io.patchbay.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive that zonky publishes per platform (initdb,
 * pg_ctl and postgres; no psql).
 *
 * @param folder holds bin, lib and share
 */
record Binaries(Path folder) {
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /** Unpacks below the parent, beside what another version may have left there. */
  static Binaries in(Path parent) {
    String archive = archiveOfThisPlatform();
    URL found = Binaries.class.getResource("/" + archive);
    if (found == null) {
      throw new DatabaseRefused(
          "This build carries no PostgreSQL for this machine (%s): set PATCHBAY_DATABASE_URL to one that runs elsewhere."
              .formatted(archive));
    }
    try {
      Path folder = parent.resolve("binaries-" + checksum(found));
      if (!Files.isDirectory(folder)) {
        unpack(found, folder);
      }
      return new Binaries(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not unpack PostgreSQL into " + parent, e);
    }
  }

  private static String archiveOfThisPlatform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return "postgres-%s-%s.txz"
        .formatted(system.startsWith("mac") ? "darwin" : system, arm ? "arm_64" : "x86_64");
  }

  private static String checksum(URL archive) throws IOException {
    return archive.openConnection() instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : "unpacked";
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    Path making = Files.createTempDirectory(folder.getParent(), "unpacking-");
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(archive.openStream(), 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = making.resolve(entry.getName()).normalize();
        if (!target.startsWith(making)) {
          throw new IOException("An entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(target, making.resolve(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
    // Whoever may pass the parent may read the programs; nobody else may write them.
    Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(making, folder);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException unpackedMeanwhile) {
      Folders.delete(making);
    }
  }
}
