package io.patchbay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.egress.Egress.Request;
import io.patchbay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** T12, T15 and T19 with their figures: what comes back through the door, and where it leads. */
class HostileAnswersTest {
  private static final byte[] MEGABYTE = new byte[1 << 20];
  private static final int PARTS = 200;
  private static final List<String> INSIDE =
      List.of(
          "127.0.0.1",
          "127.8.9.10",
          "10.1.2.3",
          "172.16.0.1",
          "192.168.1.1",
          "169.254.169.254",
          "100.100.100.200",
          "0.0.0.0");

  private static Door door(int port) {
    var allowed = port == 0 ? List.<String>of() : List.of("127.0.0.1:" + port);
    return new Door(
        new EgressSettings(allowed, Duration.ofSeconds(5)), Stream::of, new SystemNames());
  }

  /** Each address inside in twelve ways of writing it, by both schemes. */
  private static List<String> hostile(int port) {
    var all = new ArrayList<String>();
    for (var address : INSIDE) {
      var octets = Arrays.stream(address.split("\\.", -1)).mapToLong(Long::parseLong).toArray();
      long number = octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
      var v6 = "%02x%02x:%02x%02x".formatted(octets[0], octets[1], octets[2], octets[3]);
      for (var host :
          List.of(
              address,
              address + ".",
              Long.toString(number),
              "0x" + Long.toHexString(number),
              "0" + Long.toOctalString(number),
              octets[0] + "." + (number & 0xffffff),
              "0x%x.0x%x.0x%x.0x%x".formatted(octets[0], octets[1], octets[2], octets[3]),
              "0%o.0%o.0%o.0%o".formatted(octets[0], octets[1], octets[2], octets[3]),
              "[::ffff:" + address + "]",
              "[64:ff9b::" + v6 + "]",
              "[2002:" + v6 + "::]",
              "public.example@" + address)) {
        all.add("http://" + host + ":" + port + "/");
        all.add("https://" + host + ":" + port + "/");
      }
    }
    return all;
  }

  /** T19. The thousand rounds of rebinding stand in {@link DoorTest}. */
  @Test
  void noHostileAddressReachesAnybodyByAnyWay() throws IOException {
    int tried = 0;
    try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      var shut = door(0);
      for (var address : hostile(canary.port())) {
        tried += straight(shut, address) ? 1 : 0;
      }
      shut.destroy();
      int direct = tried;
      for (var address : hostile(canary.port())) {
        tried += redirected(address) ? 1 : 0;
      }
      System.out.printf(
          "T19: %d hostile addresses, %d by redirect: %d connects at the canary%n",
          direct, tried - direct, canary.connects());
      assertThat(direct).isGreaterThanOrEqualTo(150);
      assertThat(tried - direct).isGreaterThanOrEqualTo(150);
      assertThat(canary.connects()).isZero();
    }
  }

  private static boolean straight(Door door, String address) {
    try {
      var outcome = door.send(Request.get(new URI(address), Map.of()));
      assertThat(outcome).as(address).isInstanceOf(NoAnswer.class);
      assertThat(((NoAnswer) outcome).sent()).as(address).isFalse();
      return true;
    } catch (URISyntaxException nobodyCanAskForIt) {
      return false;
    }
  }

  private static boolean redirected(String address) throws IOException {
    try (var peer =
        RawServer.saying(
            "HTTP/1.1 302 Found\r\nLocation: " + address + "\r\nContent-Length: 0\r\n\r\n")) {
      var door = door(peer.port());
      assertThat(door.send(Request.get(URI.create(peer.base()), Map.of())))
          .as(address)
          .isInstanceOf(NoAnswer.class);
      door.destroy();
      return true;
    }
  }

  /** T15. */
  @Test
  void readingStopsAtAMebibyteAndTheHeapStaysSmall() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < PARTS; i++) {
        gzip.write(MEGABYTE);
      }
    }
    var packed = bomb.toByteArray();
    long most = 0;
    try (var endless =
            new RawServer((head, out) -> {
              out.write(
                  ascii(
                      "HTTP/1.1 200 OK\r\nContent-Length: "
                          + PARTS * MEGABYTE.length
                          + "\r\n\r\n"));
              for (int i = 0; i < PARTS; i++) {
                out.write(MEGABYTE);
              }
            });
        var chunked =
            new RawServer((head, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              for (int i = 0; i < PARTS; i++) {
                out.write(ascii("100000\r\n"));
                out.write(MEGABYTE);
                out.write(ascii("\r\n"));
              }
            });
        var zipped =
            new RawServer((head, out) -> {
              out.write(
                  ascii(
                      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                          + packed.length
                          + "\r\n\r\n"));
              out.write(packed);
            })) {
      for (var peer : List.of(endless, chunked, zipped)) {
        var door = door(peer.port());
        most =
            Math.max(
                most,
                growth(() ->
                    assertThat(door.send(Request.get(URI.create(peer.base()), Map.of())))
                        .isEqualTo(new NoAnswer(Egress.Why.TOO_LARGE, true))));
        door.destroy();
      }
    }
    System.out.printf(
        "T15: 200 MB announced, in chunks and zipped: refused, the heap grew by at most %d MB%n",
        most >> 20);
    assertThat(most).isLessThan(50L << 20);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Garbage counts, too. */
  private static long growth(Runnable work) {
    System.gc();
    var heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(it -> it.getType() == MemoryType.HEAP)
            .toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = heap.stream().mapToLong(it -> it.getUsage().getUsed()).sum();
    work.run();
    return heap.stream().mapToLong(it -> it.getPeakUsage().getUsed()).sum() - before;
  }

  /** T12, between two providers. */
  @Test
  void aProviderThatTricklesDoesNotSlowAnother() throws IOException {
    var over = new CountDownLatch(1);
    try (var slow =
            new RawServer((head, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
              out.flush();
              var _ = over.await(120, TimeUnit.SECONDS);
            });
        var quick =
            RawServer.staying((head, out) ->
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")))) {
      var door =
          new Door(
              new EgressSettings(
                  List.of("127.0.0.1:" + slow.port(), "127.0.0.1:" + quick.port()),
                  Duration.ofSeconds(60)),
              Stream::of,
              new SystemNames());
      p95(door, quick);
      double alone = p95(door, quick);
      for (int i = 0; i < 60; i++) {
        Thread.ofVirtual().start(() -> door.send(Request.get(URI.create(slow.base()), Map.of())));
      }
      while (slow.connects() < 32) {
        Thread.onSpinWait();
      }
      // Another program may have had the machine meanwhile: what is slow for good is slow each
      // time.
      double beside = DoubleStream.generate(() -> p95(door, quick)).limit(5).min().orElseThrow();
      over.countDown();
      door.destroy();
      System.out.printf(
          "T12: p95 of a provider %.2f ms alone, %.2f ms beside 60 trickles of another%n",
          alone, beside);
      assertThat(beside).isLessThan(Math.max(1.5 * alone, alone + 5));
    }
  }

  /** Milliseconds. */
  private static double p95(Door door, RawServer peer) {
    var took = new double[300];
    for (int i = 0; i < took.length; i++) {
      long began = System.nanoTime();
      assertThat(door.send(Request.get(URI.create(peer.base()), Map.of())))
          .isInstanceOf(Egress.Answer.class);
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(took);
    return took[took.length * 95 / 100];
  }
}
