package io.patchbay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the repository says about itself. */
class RepositoryTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Set<String> NOT_COMMITTED =
      Set.of(".git", ".idea", ".vscode", "target", "data", "node_modules");
  private static final Set<String> PICTURES = Set.of("png", "jpg", "ico", "woff2", "jar");

  private static final Pattern COMMAND = Pattern.compile("(?m)^ *(bin/[a-z-]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)[^)]*\\)");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern PROVIDER = Pattern.compile("(?m)^provider: *(\\S+)");
  private static final Pattern SENTENCE = Pattern.compile("(?s)^/\\*\\* ([^*]*?[.]) ?\\*/");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~*}$-])/(?:work|home|root|Users)/\\w");

  /**
   * A comment, a text block, a string or a character: whichever begins first. In large bites: each
   * bite costs a frame of the stack.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|(?<text>\"\"\"(?:[^\\\\\"]++|\\\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\\\\n]++|\\\\.)*+\")|'(?:[^'\\\\]++|\\\\.)++'");

  @Test
  void theCommandsOfTheReadmeCanBeRun() throws IOException {
    var commands =
        COMMAND.matcher(read(ROOT.resolve("README.md"))).results().map(it -> it.group(1)).toList();
    assertThat(commands).contains("bin/patchbay", "bin/test");
    assertThat(commands).allSatisfy(it -> assertThat(ROOT.resolve(it)).isExecutable());
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    var broken = new ArrayList<String>();
    for (var page : files("md")) {
      LINK.matcher(CODE_BLOCK.matcher(read(page)).replaceAll(""))
          .results()
          .map(it -> it.group(1))
          .filter(it -> !it.matches("[a-z]+:.*"))
          .filter(it -> !Files.exists(page.resolveSibling(it)))
          .forEach(it -> broken.add(ROOT.relativize(page) + " -> " + it));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void noProviderIsNamedInCode() throws IOException {
    var names = Pattern.compile("(?i)\\b(?:" + String.join("|", providers()) + ")\\b");
    var named = new ArrayList<String>();
    for (var file : files("java")) {
      if (file.startsWith(ROOT.resolve("src/main/java"))
          && !file.startsWith(ROOT.resolve("src/main/java/io/patchbay/sandbox"))) {
        strings(read(file)).stream()
            .filter(names.asPredicate())
            .forEach(it -> named.add(ROOT.relativize(file) + ": " + it));
      }
    }
    assertThat(named).isEmpty();
  }

  /** The build would decide it for good: see docs/decisions/0014. */
  @Test
  void noBeanHangsOnASettingByAnAnnotation() throws IOException {
    assertThat(files("java"))
        .filteredOn(it -> it.startsWith(ROOT.resolve("src/main")))
        .noneSatisfy(it ->
            assertThat(read(it))
                .containsPattern("\\b(?:ConditionalOn\\w*(?:Property|Expression)|Profile)\\("));
  }

  @Test
  void noFileKnowsTheMachineItWasWrittenOn() throws IOException {
    var found = new ArrayList<String>();
    for (var file : files("")) {
      if (MACHINE_PATH.matcher(read(file)).find()) {
        found.add(ROOT.relativize(file).toString());
      }
    }
    assertThat(found).isEmpty();
  }

  /** A log whose place is not set would otherwise be kept where somebody stands. */
  @Test
  void noFileIsNamedAfterASettingThatNobodyMade() throws IOException {
    assertThat(files("")).noneMatch(it -> it.toString().contains("_IS_UNDEFINED"));
  }

  @Test
  void everyRoomIsDescribedByOneSentence() throws IOException {
    var rooms =
        files("java").stream()
            .filter(it -> it.startsWith(ROOT.resolve("src/main/java")))
            .filter(it -> it.endsWith("package-info.java"))
            .toList();
    assertThat(rooms)
        .isNotEmpty()
        .allSatisfy(room -> {
          var sentence = SENTENCE.matcher(read(room));
          assertThat(sentence.find()).as("a sentence in %s", room).isTrue();
          assertThat(sentence.group(1)).as("one sentence in %s", room).doesNotContain(". ");
        });
  }

  private static Set<String> providers() throws IOException {
    var names = new TreeSet<String>();
    try (var entries = Files.newDirectoryStream(ROOT.resolve("catalog"), Files::isDirectory)) {
      for (var entry : entries) {
        names.add(entry.getFileName().toString());
        PROVIDER
            .matcher(read(entry.resolve("integration.yml")))
            .results()
            .forEach(it -> names.add(it.group(1)));
      }
    }
    assertThat(names).hasSizeGreaterThan(5);
    return names;
  }

  private static List<String> strings(String java) {
    return TOKEN
        .matcher(java)
        .results()
        .filter(it -> it.group("text") != null)
        .map(MatchResult::group)
        .toList();
  }

  private static List<Path> files(String ending) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes its) {
            return NOT_COMMITTED.contains(folder.getFileName().toString()) && !folder.equals(ROOT)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) {
            var name = file.getFileName().toString();
            var end = name.substring(name.lastIndexOf('.') + 1);
            boolean wanted = ending.isEmpty() ? !PICTURES.contains(end) : end.equals(ending);
            if (wanted && !NOT_COMMITTED.contains(name)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** As Latin-1, which reads any bytes: only ASCII is looked for. */
  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
