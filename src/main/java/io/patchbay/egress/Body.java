package io.patchbay.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** An answer's body: unpacked once at most, and read no further than the cap on either side. */
final class Body {
  static final int CAP = 1 << 20;

  static final class TooLarge extends IOException {}

  static final class Unreadable extends IOException {
    Unreadable(String what) {
      super(what);
    }
  }

  private Body() {}

  static byte[] read(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > CAP) {
      throw new TooLarge();
    }
    var packed = new Capped(entity.getContent());
    var coding = entity.getContentEncoding() == null ? "" : entity.getContentEncoding();
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> all(packed);
      case "gzip", "x-gzip" -> unpacked(packed);
      default -> throw new Unreadable("An encoding nobody asked for");
    };
  }

  static boolean isAtItsEnd(ClassicHttpResponse response) {
    return response.getEntity() == null || !response.getEntity().isStreaming();
  }

  private static byte[] unpacked(InputStream packed) throws IOException {
    var all = all(new Capped(new GZIPInputStream(packed)));
    packed.transferTo(java.io.OutputStream.nullOutputStream());
    return all;
  }

  private static byte[] all(InputStream from) throws IOException {
    var bytes = new ByteArrayOutputStream();
    from.transferTo(bytes);
    return bytes.toByteArray();
  }

  /** Fails at the first byte beyond the cap. */
  private static final class Capped extends InputStream {
    private final InputStream from;
    private int count;

    Capped(InputStream from) {
      this.from = from;
    }

    @Override
    public int read() throws IOException {
      int one = from.read();
      return one == -1 ? -1 : counted(1, one);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
      int got = from.read(into, at, most);
      return got <= 0 ? got : counted(got, got);
    }

    private int counted(int more, int result) throws TooLarge {
      count += more;
      if (count > CAP) {
        throw new TooLarge();
      }
      return result;
    }
  }
}
