package io.patchbay.webhooks;

import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Reads a delivery off the wire before anybody's rows are entered: a slow sender holds no database
 * connection, and all senders together no more memory than there is for them.
 */
@Component
class Incoming {
  private static final int LARGEST_BODY = 1 << 20;
  private static final int PIECE = 16 << 10;

  /** All bodies that are being read or worked on: 64 MiB, in pieces. */
  private static final int PIECES = (64 << 20) / PIECE;

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final BaseUrl baseUrl;
  private final Semaphore pieces = new Semaphore(PIECES);

  Incoming(BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** What is done with a delivery while its body is in memory. */
  interface Work<T> {
    T with(Delivery delivery);
  }

  /**
   * @throws Problem 413 beyond a mebibyte, 408 for a body that takes longer than half a minute, 503
   *     while too many are being read
   */
  <T> T read(HttpServletRequest request, Work<T> work) throws IOException {
    if (request.getContentLengthLong() > LARGEST_BODY) {
      throw new Problem(413, "too_large");
    }
    int[] held = {0};
    try {
      return work.with(delivery(request, body(request, held)));
    } finally {
      pieces.release(held[0]);
    }
  }

  private byte[] body(HttpServletRequest request, int[] held) throws IOException {
    long began = System.nanoTime();
    var in = request.getInputStream();
    var body = new ByteArrayOutputStream(Math.max(32, Math.min(PIECE, request.getContentLength())));
    var piece = new byte[PIECE];
    for (int read = 0; read >= 0; read = next(in, piece)) {
      body.write(piece, 0, read);
      if (body.size() > LARGEST_BODY) {
        throw new Problem(413, "too_large");
      }
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new Problem(408, "bad_request");
      }
      while (held[0] * PIECE < body.size()) {
        if (!pieces.tryAcquire()) {
          throw new Problem(503, "database_away");
        }
        held[0]++;
      }
    }
    return body.toByteArray();
  }

  /** Who hangs up in the middle sent nothing that could be judged. */
  private static int next(InputStream in, byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException hungUp) {
      throw new Problem(400, "bad_request");
    }
  }

  private Delivery delivery(HttpServletRequest request, byte[] body) {
    var query = request.getQueryString();
    var url = baseUrl.get() + request.getRequestURI() + (query == null ? "" : "?" + query);
    var headers = new HashMap<String, List<String>>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
    }
    return new Delivery(request.getMethod(), url, headers, body);
  }
}
