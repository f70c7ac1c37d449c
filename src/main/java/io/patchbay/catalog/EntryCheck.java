package io.patchbay.catalog;

import io.patchbay.catalog.rules.Entry;
import io.patchbay.catalog.rules.Finding;
import io.patchbay.catalog.rules.Pointers;
import io.patchbay.catalog.rules.Rules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads entries one after the other, and reports every mistake at once. */
final class EntryCheck {
  private final Shape shape = Shape.load();
  private final Set<String> categories;
  private final Map<String, String> taken = new LinkedHashMap<>();

  EntryCheck(List<Category> categories) {
    this.categories =
        categories.stream().map(Category::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  void take(String slug, String file) {
    taken.put(slug, file);
  }

  /** Either an integration or at least one mistake. */
  Result check(EntrySource source) {
    var yaml = Yaml.read(new String(source.yaml(), StandardCharsets.UTF_8));
    var findings = findings(yaml, source);
    if (!findings.isEmpty()) {
      return new Result(null, mistakes(source, yaml, findings));
    }
    var integration = ReadingAnEntry.read(yaml.root(), logo(source, yaml.root()));
    taken.put(integration.slug(), source.file());
    return new Result(integration, List.of());
  }

  /** Binds without checking: for the entries whose mistakes were looked for before. */
  static Integration trust(EntrySource source, ReadBefore before) {
    var root = before.tree(source);
    return ReadingAnEntry.read(root, logo(source, root));
  }

  private List<Finding> findings(Yaml yaml, EntrySource source) {
    if (!yaml.findings().isEmpty()) {
      return yaml.findings();
    }
    var wrongShape = shape.check(yaml.root());
    return wrongShape.isEmpty()
        ? Rules.check(new Entry(source.folder(), yaml.root(), categories, taken, source.logo()))
        : wrongShape;
  }

  private static List<Mistake> mistakes(EntrySource source, Yaml yaml, List<Finding> findings) {
    return findings.stream()
        .map(finding ->
            new Mistake(
                source.file(),
                yaml.line(finding.pointer()),
                Pointers.asField(finding.pointer()),
                finding.code(),
                finding.message()))
        .sorted(Comparator.comparingInt(Mistake::line).thenComparing(Mistake::code))
        .toList();
  }

  private static Integration.Logo logo(EntrySource source, JsonNode root) {
    var svg =
        source.logo() != null
            ? source.logo()
            : Monogram.of(Reading.text(root, "name")).getBytes(StandardCharsets.UTF_8);
    return new Integration.Logo(svg, sha256(svg));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  record Result(@Nullable Integration integration, List<Mistake> mistakes) {}
}
