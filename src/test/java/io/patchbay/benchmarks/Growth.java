package io.patchbay.benchmarks;

import io.patchbay.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a directory page costs as the catalog and the number of workspaces grow: one program for
 * each size, all of them running, measured in turn. The workspace that looks has 30 integrations in
 * use (3 where the catalog has no more), each with 4 connections.
 */
final class Growth {
  private static final int IN_USE = 30;
  private static final int BASE = 30;
  private static final double MOST = 1.2;

  private final Path folder;
  private final int rounds;
  private final Duration round;
  private final Duration warmUp;
  private final List<Size> sizes = new ArrayList<>();

  Growth(Path folder, int rounds, Duration round, Duration warmUp) {
    this.folder = folder;
    this.rounds = rounds;
    this.round = round;
    this.warmUp = warmUp;
  }

  private static final class Size {
    final int entries;
    final int workspaces;
    final Program program;
    final Load load;
    final double[] pages;

    Size(int entries, int workspaces, Program program, Load load, int rounds) {
      this.entries = entries;
      this.workspaces = workspaces;
      this.program = program;
      this.load = load;
      this.pages = new double[rounds];
    }

    /** Microseconds for a page, with all clients at work. */
    double cost() {
      var sorted = pages.clone();
      Arrays.sort(sorted);
      return 1e6 / sorted[sorted.length / 2];
    }
  }

  /** Measures, draws the chart and gives the figures. */
  List<Figure> measure(Path chart) throws IOException {
    try {
      for (int entries : new int[] {3, BASE, 300, 3_000}) {
        start(entries, 1);
      }
      for (int workspaces : new int[] {1_000, 100_000}) {
        start(BASE, workspaces);
      }
      sizes.forEach(it -> it.load.during(warmUp));
      for (int i = 0; i < rounds; i++) {
        for (var size : sizes) {
          size.pages[i] = size.load.during(round);
        }
      }
    } finally {
      sizes.forEach(it -> it.program.close());
    }
    Files.createDirectories(chart.toAbsolutePath().getParent());
    Files.writeString(chart, chart());
    return figures();
  }

  private void start(int entries, int workspaces) throws IOException {
    var stage = new Stage(folder.resolve(entries + "-" + workspaces), entries);
    var program = stage.start();
    stage.connect(Math.min(IN_USE, entries));
    stage.beside(workspaces - 1);
    stage.settle();
    sizes.add(new Size(entries, workspaces, program, Stage.load(program.address()), rounds));
  }

  private double cost(int entries, int workspaces) {
    return sizes.stream()
        .filter(it -> it.entries == entries && it.workspaces == workspaces)
        .findFirst()
        .orElseThrow()
        .cost();
  }

  private List<Figure> figures() {
    double base = cost(BASE, 1);
    return List.of(
        Figure.noted("page with 3 entries, against 30", cost(3, 1) / base, "x"),
        Figure.noted("page with 300 entries, against 30", cost(300, 1) / base, "x"),
        Figure.atMost("page with 3,000 entries, against 30", cost(3_000, 1) / base, "x", MOST),
        Figure.noted("page beside 1,000 workspaces, against 1", cost(BASE, 1_000) / base, "x"),
        Figure.atMost(
            "page beside 100,000 workspaces, against 1", cost(BASE, 100_000) / base, "x", MOST));
  }

  private String chart() {
    var bars = new StringBuilder();
    double base = cost(BASE, 1);
    int y = 34;
    for (var size : sizes) {
      double ratio = size.cost() / base;
      bars.append(
          String.format(
              Locale.ROOT,
              """
                <text x="0" y="%d">%,d entries, %,d workspace%s</text>
                <rect x="230" y="%d" width="%.0f" height="16" rx="3"/>
                <text x="%.0f" y="%d">%.2f x, %.0f µs</text>
              """,
              y + 13,
              size.entries,
              size.workspaces,
              size.workspaces == 1 ? "" : "s",
              y,
              ratio * 200,
              238 + ratio * 200,
              y + 13,
              ratio,
              size.cost()));
      y += 28;
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 %d" font-family="system-ui, sans-serif" font-size="13" role="img">
      <title>What a directory page costs as things grow</title>
      <style>text { fill: #555 } rect { fill: #5b6bd6 } @media (prefers-color-scheme: dark) { text { fill: #bbb } }</style>
      <text x="0" y="16" font-weight="600">What a directory page costs as things grow (30 entries and one workspace are 1)</text>
    %s</svg>
    """
        .formatted(y + 4, bars);
  }
}
