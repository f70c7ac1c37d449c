package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the state on disk so that a crash at any instant leaves the old one or the new one. */
record StateFile(Path file) {
  Optional<State> read() {
    try {
      return Files.exists(file)
          ? Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(file), State.class))
          : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + file, unreadable);
    }
  }

  void write(State state) {
    write(file, JsonMapper.shared().writeValueAsBytes(state));
  }

  /** Written whole and forced to disk, then put in place. */
  static void write(Path file, byte[] content) {
    try {
      Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
      Files.createDirectories(folder);
      Path next = folder.resolve(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      var open = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      var onlyMine =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var channel = FileChannel.open(next, open, onlyMine)) {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (var entry = FileChannel.open(folder)) {
        entry.force(true);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file, failed);
    }
  }
}
