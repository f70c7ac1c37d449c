package io.patchbay.catalog;

import io.patchbay.program.ProgramFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an earlier start of the same program read, so that this one need neither read YAML nor load
 * the schema and the rules for it. Each text's tree is kept under the SHA-256 of the text, and that
 * the operator's entries had no mistake under one of all their bytes: whatever differs is read and
 * checked again. See docs/decisions/0029-a-catalog-read-before.md.
 */
final class ReadBefore {
  private static final Logger log = LoggerFactory.getLogger(ReadBefore.class);

  /** Bytes of YAML whose trees are kept: a few hundred entries; thousands are read each time. */
  private static final int LARGEST = 1024 * 1024;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Kept NOTHING = new Kept("", "", Map.of());

  private final @Nullable Path note;
  private final String program;
  private final Kept kept;
  private final Map<String, JsonNode> trees = new HashMap<>();
  private String checked = "";
  private int bytes;

  private ReadBefore(@Nullable Path note, String program, Kept kept) {
    this.note = note;
    this.program = program;
    this.kept = kept;
  }

  /** In the folder of the program's data, if there is one. */
  static ReadBefore in(Path data) {
    var program = program();
    if (program.isEmpty() || !Files.isDirectory(data)) {
      return nothing();
    }
    var note = data.resolve("catalog-read.json");
    var kept = Kept.from(note).filter(it -> it.program.equals(program.get())).orElse(NOTHING);
    return new ReadBefore(note, program.get(), kept);
  }

  /** Reads and checks everything, and keeps none of it. */
  static ReadBefore nothing() {
    return new ReadBefore(null, "", NOTHING);
  }

  /** The tree of a text whose mistakes are looked for elsewhere. */
  JsonNode tree(byte[] yaml) {
    return tree(EntryCheck.sha256(yaml), yaml);
  }

  JsonNode tree(EntrySource source) {
    return tree(source.sha256(), source.yaml());
  }

  private JsonNode tree(String sum, byte[] yaml) {
    var known = kept.trees.get(sum);
    var tree = known == null ? Yaml.read(new String(yaml, StandardCharsets.UTF_8)).root() : known;
    if (hasRoom(yaml) && trees.putIfAbsent(sum, tree) == null) {
      bytes += yaml.length;
    }
    return tree;
  }

  private boolean hasRoom(byte[] yaml) {
    return bytes + yaml.length <= LARGEST;
  }

  /** Whether exactly these had no mistake. */
  boolean knows(List<EntrySource> sources) {
    var sum = sum(sources);
    if (!kept.checked.equals(sum)) {
      return false;
    }
    checked = sum;
    return true;
  }

  /** These have no mistake. */
  void found(List<EntrySource> sources) {
    checked = sum(sources);
    sources.stream().filter(it -> hasRoom(it.yaml())).forEach(this::tree);
  }

  /** Leaves to the next start what this one read, and nothing else. */
  void keep() {
    if (note == null || isKept()) {
      return;
    }
    var text =
        JSON.writeValueAsString(Map.of("program", program, "checked", checked, "trees", trees));
    try {
      var whole = Files.writeString(note.resolveSibling(note.getFileName() + ".new"), text);
      Files.move(whole, note, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.info("The next start reads the whole catalog again: {} can't be written", note, e);
    }
  }

  private boolean isKept() {
    return checked.equals(kept.checked) && kept.trees.keySet().equals(trees.keySet());
  }

  private static Optional<String> program() {
    return ProgramFiles.in()
        .map(files -> {
          var all = new CRC32();
          all.update(files.toString().getBytes(StandardCharsets.UTF_8));
          return "%d files, %08x".formatted(files.size(), all.getValue());
        });
  }

  private static String sum(List<EntrySource> sources) {
    var all = new StringBuilder();
    for (var source : sources) {
      all.append(source.sha256()).append(' ');
      all.append(source.logo() == null ? "none" : EntryCheck.sha256(source.logo())).append(' ');
      all.append(source.folder()).append(' ').append(source.file()).append('\n');
    }
    return EntryCheck.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private record Kept(String program, String checked, Map<String, JsonNode> trees) {
    static Optional<Kept> from(Path note) {
      try {
        var root = JSON.readTree(Files.readString(note));
        var trees = new HashMap<String, JsonNode>();
        root.path("trees").forEachEntry(trees::put);
        return Optional.of(
            new Kept(root.path("program").asString(""), root.path("checked").asString(""), trees));
      } catch (IOException | JacksonException none) {
        return Optional.empty();
      }
    }
  }
}
