package io.patchbay.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds entries: those that travel in the jar, and those in folders of the operator. */
final class EntryFolders {
  private static final String FILE = "integration.yml";

  private EntryFolders() {}

  static List<EntrySource> builtIn() throws IOException {
    var resolver = new PathMatchingResourcePatternResolver(EntryFolders.class.getClassLoader());
    var sources = new ArrayList<EntrySource>();
    for (Resource yaml : resolver.getResources("classpath*:/catalog/*/" + FILE)) {
      var path = yaml.getURL().toString();
      var parent = path.substring(0, path.lastIndexOf('/'));
      var folder = parent.substring(parent.lastIndexOf('/') + 1);
      var logo = yaml.createRelative("logo.svg");
      sources.add(
          new EntrySource(
              "catalog/" + folder + "/" + FILE,
              folder,
              yaml.getContentAsByteArray(),
              logo.exists() ? logo.getContentAsByteArray() : null));
    }
    return sources;
  }

  /**
   * @param dir one entry's folder, or a folder of such folders
   * @param mistakes takes what cannot be read
   */
  static List<EntrySource> in(Path dir, List<Mistake> mistakes) {
    var sources = new ArrayList<EntrySource>();
    for (var folder : foldersIn(dir, mistakes)) {
      var file = folder.resolve(FILE);
      try {
        var logo = folder.resolve("logo.svg");
        sources.add(
            new EntrySource(
                file.toString(),
                folder.toAbsolutePath().normalize().getFileName().toString(),
                Files.readAllBytes(file),
                Files.exists(logo) ? Files.readAllBytes(logo) : null));
      } catch (IOException unreadable) {
        mistakes.add(unreadable(file, "This file can't be read: " + unreadable.getMessage()));
      }
    }
    return sources;
  }

  private static List<Path> foldersIn(Path dir, List<Mistake> mistakes) {
    if (Files.isRegularFile(dir.resolve(FILE))) {
      return List.of(dir);
    }
    try (var children = Files.list(dir)) {
      var folders =
          children.filter(child -> Files.isRegularFile(child.resolve(FILE))).sorted().toList();
      if (folders.isEmpty()) {
        mistakes.add(unreadable(dir, "No folder with an integration.yml is here"));
      }
      return folders;
    } catch (IOException missing) {
      mistakes.add(unreadable(dir, "This folder can't be read. Create it, or correct the path"));
      return List.of();
    }
  }

  private static Mistake unreadable(Path path, String message) {
    return new Mistake(path.toString(), 0, "", "PB001", message);
  }
}
