package io.patchbay.shell;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file that never changes under its name, compressed once.
 *
 * @param hash the first 10 hexadecimal digits of its SHA-256
 */
public record Asset(String type, byte[] plain, byte[] gzip, String hash) {
  /** A year: the name changes with the content. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  public static Asset of(String type, byte[] content) {
    return new Asset(type, content, compress(content), hash(content));
  }

  /** Answers with the file, or with 304 to whoever has it (RFC 9110 section 13.1.2). */
  public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(request, response, FOR_EVER);
  }

  void answer(HttpServletRequest request, HttpServletResponse response, String caching)
      throws IOException {
    boolean compressed = acceptsGzip(request) && gzip.length < plain.length;
    String tag = '"' + hash + (compressed ? "-gz\"" : "\"");
    response.setHeader("Cache-Control", caching);
    response.setHeader("ETag", tag);
    response.setHeader("Vary", "Accept-Encoding");
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
      return;
    }
    byte[] body = compressed ? gzip : plain;
    response.setContentType(type);
    if (compressed) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
  }

  private static byte[] compress(byte[] content) {
    var out = new ByteArrayOutputStream(content.length / 2);
    try (var gzip = new BestGzip(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
