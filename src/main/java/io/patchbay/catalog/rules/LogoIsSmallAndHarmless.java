package io.patchbay.catalog.rules;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** PB028: a logo is served as an image: at most 3 KB compressed, and nothing in it acts. */
final class LogoIsSmallAndHarmless implements Rule {
  private static final int LIMIT = 3 * 1024;
  private static final Pattern ACTS =
      Pattern.compile(
          "<\\s*(script|foreignObject|iframe|image|style)\\b|\\son[a-z]+\\s*=|javascript:"
              + "|(href|src)\\s*=\\s*[\"'](?!#)|url\\(\\s*[\"']?(?!#)|<!DOCTYPE|<!ENTITY",
          Pattern.CASE_INSENSITIVE);

  @Override
  public Stream<Finding> check(Entry entry) {
    if (entry.logo() == null) {
      return Stream.empty();
    }
    var found = Stream.<Finding>builder();
    var svg = new String(entry.logo(), StandardCharsets.UTF_8);
    int size = compressed(entry.logo());
    if (size > LIMIT) {
      found.add(
          finding(
              "logo.svg is %d bytes compressed, at most %d are allowed. Simplify it, or delete it for a monogram"
                  .formatted(size, LIMIT)));
    }
    if (!svg.contains("<svg") || !svg.contains("viewBox")) {
      found.add(finding("logo.svg is no SVG with a viewBox"));
    }
    var acts = ACTS.matcher(svg);
    if (acts.find()) {
      found.add(
          finding(
              "logo.svg holds '%s'. Keep plain shapes: no scripts, styles or references to elsewhere"
                  .formatted(acts.group().strip())));
    }
    return found.build();
  }

  private static Finding finding(String message) {
    return new Finding("", "PB028", message);
  }

  private static int compressed(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.size();
  }
}
