package io.patchbay.catalog;

import io.patchbay.program.ProgramFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that the operator's entries had no mistake, so that a start which finds the very same
 * ones does without the schema and the rules. What is kept is one SHA-256 of all their bytes and of
 * the program that checked them: whatever differs is checked again. See
 * docs/decisions/0029-entries-checked-once.md.
 */
final class CheckedBefore {
  private static final Logger log = LoggerFactory.getLogger(CheckedBefore.class);

  private final @Nullable Path note;

  private CheckedBefore(@Nullable Path note) {
    this.note = note;
  }

  /** In the folder of the program's data, if there is one. */
  static CheckedBefore in(Path data) {
    return new CheckedBefore(Files.isDirectory(data) ? data.resolve("catalog-checked") : null);
  }

  static CheckedBefore never() {
    return new CheckedBefore(null);
  }

  boolean knows(List<EntrySource> sources) {
    if (note == null || !Files.isRegularFile(note)) {
      return false;
    }
    try {
      var kept = Files.readString(note).strip();
      return sum(sources).filter(kept::equals).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  void keep(List<EntrySource> sources) {
    if (note == null) {
      return;
    }
    try {
      var sum = sum(sources);
      if (sum.isPresent()) {
        Files.writeString(note, sum.get() + "\n");
      }
    } catch (IOException e) {
      log.info(
          "The catalog's entries are checked again at the next start: {} can't be written",
          note,
          e);
    }
  }

  private static Optional<String> sum(List<EntrySource> sources) {
    return ProgramFiles.in().map(program -> sum(program.toString(), sources));
  }

  private static String sum(String program, List<EntrySource> sources) {
    var all = new StringBuilder(program);
    for (var source : sources) {
      all.append('\n').append(EntryCheck.sha256(source.yaml()));
      all.append(source.logo() == null ? " none" : " " + EntryCheck.sha256(source.logo()));
      all.append(' ').append(source.folder()).append(' ').append(source.file());
    }
    return EntryCheck.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
