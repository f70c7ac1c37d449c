package io.patchbay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.egress.Egress.Request;
import io.patchbay.egress.Egress.Why;
import io.patchbay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
  private static final byte[] MEGABYTE = new byte[1 << 20];

  @Test
  void anAnswerComesBackWhole() throws IOException {
    try (var peer = RawServer.saying(ok("hello", "X-Two: a\r\nX-Two: b\r\n"));
        var door = Doors.open(peer.port())) {
      var answer = answered(door.get(peer.base() + "/path?q=1"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).asString().isEqualTo("hello");
      assertThat(answer.headers()).containsEntry("x-two", List.of("a", "b"));
    }
  }

  @Test
  void whatIsSentArrives() throws IOException {
    var heads = new java.util.concurrent.CopyOnWriteArrayList<String>();
    try (var peer =
            new RawServer((head, out) -> {
              heads.add(head);
              out.write(bytes(ok("", "")));
            });
        var door = Doors.open(peer.port())) {
      door.send(
          new Request(
              "POST",
              URI.create(peer.base() + "/a%2Fb?x=%20y"),
              Map.of("Authorization", "Bearer abc"),
              bytes("{}"),
              "application/json"));

      assertThat(heads.getFirst())
          .startsWith("POST /a%2Fb?x=%20y HTTP/1.1")
          .contains("Authorization: Bearer abc", "Content-Type: application/json")
          .contains("Content-Length: 2", "Host: 127.0.0.1:" + peer.port())
          .doesNotContain("Cookie", "Expect");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "https://127.0.0.1:PORT/",
        "http://localhost:PORT/",
        "http://LOCALHOST:PORT/",
        "http://127.1:PORT/",
        "http://127.0.1:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0x7f.0.0.1:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://017700000001:PORT/",
        "http://127.0.0.1.:PORT/",
        "http://127.000.000.001:PORT/",
        "http://0.0.0.0:PORT/",
        "http://0:PORT/",
        "http://[::1]:PORT/",
        "http://[::]:PORT/",
        "http://[0:0:0:0:0:0:0:1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[::127.0.0.1]:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/",
        "http://[fe80::1%25lo]:PORT/",
        "http://[::1%25lo]:PORT/",
        "http://[fd00:ec2::254]:PORT/",
        "http://user@127.0.0.1:PORT/",
        "http://user:pass@localhost:PORT/",
        "http://public.example@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT@public.example/",
        "http://public.example.:PORT/",
        "http://public.example:PORT/",
        "https://public.example:PORT/",
        "http://public.example:80/",
        "http://public.example/",
        "http://public.example:443/",
        "http://127%2e0%2e0%2e1:PORT/",
        "http://%31%32%37.0.0.1:PORT/",
        "http://①②⑦.0.0.1:PORT/",
        "http://127。0。0。1:PORT/",
        "http://loopback.example:PORT/",
        "https://loopback.example/",
        "https://private.example/",
        "https://metadata.example/",
        "https://cgnat.example/",
        "https://mapped.example/",
        "https://nat64.example/",
        "https://six-to-four.example/",
        "https://unique-local.example/",
        "https://link-local.example/",
        "https://multicast.example/",
        "https://broadcast.example/",
        "https://teredo.example/",
        "https://8.8.8.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[2606:4700::1]/",
        "https://under_score.example/",
        "https://-dash.example/",
        "https://a..example/",
        "https://example.0x1/",
        "ftp://127.0.0.1:PORT/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:PORT/",
        "jar:http://127.0.0.1:PORT/!/",
        "http:127.0.0.1:PORT",
        "http:///127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "/just/a/path",
        "https://public.example:0/",
        "https://public.example:22/",
        "https://public.example:99999/"
      })
  void aHostileAddressIsRefusedAndNobodyIsCalled(String address) throws IOException {
    try (var canary = RawServer.saying(ok("", ""));
        var door = Doors.shut()) {
      URI uri;
      try {
        uri = new URI(address.replace("PORT", Integer.toString(canary.port())));
      } catch (java.net.URISyntaxException e) {
        return;
      }

      var outcome = door.send(Request.get(uri, Map.of()));

      assertThat(outcome).isEqualTo(new NoAnswer(Why.NOT_ALLOWED, false));
      assertThat(canary.connects()).isZero();
    }
  }

  @Test
  void aPublicNameIsTriedOnPort443Only() throws IOException {
    var asked = new AtomicInteger();
    Guard guard =
        new Guard(
            List.of(),
            Stream::of,
            host -> {
              asked.incrementAndGet();
              return new InetAddress[] {InetAddress.ofLiteral("93.184.216.34")};
            });

    assertThat(
            ScopedValue.where(Door.PLAIN, false)
                .call(() -> guard.resolve("public.example", 443).getFirst().getAddress()))
        .isEqualTo(InetAddress.ofLiteral("93.184.216.34"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aNameThatChangesItsAnswerNeverLeadsInside() throws IOException {
    try (var peer = RawServer.saying(ok("outside", ""));
        var canary = RawServer.at("127.0.0.2", peer.port(), (head, out) -> out.write(bytes("")))) {
      var looks = new AtomicInteger();
      // every second look is the canary: who looks once to check and once to connect ends there
      Guard.Names rebinding =
          host -> one(looks.getAndIncrement() % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
      var address = "http://rebind.example:" + peer.port() + "/";
      try (var door =
          new Doors(List.of("127.0.0.1:" + peer.port()), Duration.ofSeconds(30), rebinding)) {
        for (int round = 0; round < 500; round++) {
          assertThat(answered(door.get(address)).body()).asString().isEqualTo("outside");
          assertThat(door.get(address)).isEqualTo(new NoAnswer(Why.NOT_ALLOWED, false));
        }
      }
      assertThat(looks).hasValue(1_000);
      assertThat(peer.connects()).isEqualTo(500);
      assertThat(canary.connects()).isZero();
    }
  }

  @Test
  void connectionsAreUsedAgain() throws IOException {
    try (var peer =
            RawServer.staying(
                (head, out) -> out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        var door = Doors.open(peer.port())) {
      for (int i = 0; i < 10; i++) {
        assertThat(answered(door.get(peer.base())).body()).asString().isEqualTo("ok");
      }
      assertThat(peer.connects()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerCutOffHalfwayIsNotUsedAgain() throws IOException {
    var over = new CountDownLatch(1);
    try (var peer =
            RawServer.staying((head, out) -> {
              if (head.startsWith("GET /slow")) {
                out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
                trickle(out, over);
              } else {
                out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
              }
            });
        var door = Doors.open(peer.port(), Duration.ofSeconds(5))) {
      assertThat(door.get(peer.base() + "/slow")).isEqualTo(new NoAnswer(Why.TIMED_OUT, true));
      assertThat(answered(door.get(peer.base() + "/ok")).body()).asString().isEqualTo("ok");
      assertThat(peer.connects()).isEqualTo(2);
    }
  }

  @Test
  void aListedNameMayBePrivateButNeverLinkLocal() throws IOException {
    try (var peer = RawServer.saying(ok("inside", ""))) {
      var list = List.of("ghe.example:" + peer.port());
      try (var door = new Doors(list, Duration.ofSeconds(30), host -> one("127.0.0.1"))) {
        assertThat(answered(door.get("http://ghe.example:" + peer.port())).body())
            .asString()
            .isEqualTo("inside");
      }
      for (var inner : List.of("169.254.169.254", "fd00:ec2::254", "0.0.0.0", "224.0.0.1")) {
        try (var door = new Doors(list, Duration.ofSeconds(30), host -> one(inner))) {
          assertThat(door.get("http://ghe.example:" + peer.port()))
              .isEqualTo(new NoAnswer(Why.NOT_ALLOWED, false));
        }
      }
    }
  }

  @Test
  void aListedAddressIsListedForItsPortsAlone() throws IOException {
    try (var peer = RawServer.saying(ok("", ""));
        var other = RawServer.saying(ok("", ""));
        var door = Doors.open(peer.port())) {
      assertThat(door.get(other.base())).isEqualTo(new NoAnswer(Why.NOT_ALLOWED, false));
      assertThat(other.connects()).isZero();
    }
  }

  @Test
  void aContributedAllowanceOpensItsOwnPort() throws IOException {
    try (var peer = RawServer.saying(ok("", ""))) {
      EgressAllowance own =
          (address, host, port) -> address.isLoopbackAddress() && port == peer.port();
      var door =
          new Door(
              new EgressSettings(List.of(), Duration.ofSeconds(30)),
              () -> Stream.of(own),
              new SystemNames());
      assertThat(door.send(Request.get(URI.create(peer.base()), Map.of())))
          .isInstanceOf(Answer.class);
      door.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", ":80", "a:0", "a:70000", "a:9-1", "0x7f.1:80", "a b:80"})
  void anUnreadableExceptionIsNamedAtTheStart(String line) {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Listed.parse(line))
        .withMessageContaining("patchbay.egress.allow");
  }

  @Test
  void aPeerWhoTricklesIsCutOffAtTheTotalTimeout() throws IOException {
    var over = new CountDownLatch(1);
    try (var peer =
            new RawServer((head, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
              trickle(out, over);
            });
        var door = Doors.open(peer.port(), Duration.ofSeconds(3))) {
      long began = System.nanoTime();

      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.TIMED_OUT, true));

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
      assertThat(waited(over)).as("the connection is closed").isTrue();
    }
  }

  @Test
  void aPeerWhoTricklesItsHeadersIsCutOff() throws IOException {
    var over = new CountDownLatch(1);
    try (var peer =
            new RawServer((head, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nX: "));
              trickle(out, over);
            });
        var door = Doors.open(peer.port(), Duration.ofSeconds(3))) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.TIMED_OUT, true));
      assertThat(waited(over)).isTrue();
    }
  }

  @Test
  void theSystemsNamesAreLookedUp() throws IOException {
    assertThat(new SystemNames().lookUp("localhost"))
        .isNotEmpty()
        .allMatch(InetAddress::isLoopbackAddress);
    org.assertj.core.api.Assertions.assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> new SystemNames().lookUp("no-such-name.invalid"));
  }

  @Test
  void aSlowLookupIsCutOff() throws IOException {
    var forever = new CountDownLatch(1);
    Guard.Names slow =
        host -> {
          waited(forever);
          throw new UnknownHostException(host);
        };
    try (var door = new Doors(List.of(), Duration.ofMillis(200), slow)) {
      assertThat(door.get("https://slow.example/")).isEqualTo(new NoAnswer(Why.TIMED_OUT, false));
    }
    forever.countDown();
  }

  @Test
  void manyTricklesOfOneProviderLeaveAnotherUntouched() throws Exception {
    var over = new CountDownLatch(1);
    try (var slow = new RawServer((head, out) -> trickle(out, over));
        var quick = RawServer.saying(ok("quick", ""));
        var door = Doors.open(List.of(slow.port(), quick.port()), Duration.ofMinutes(2))) {
      for (int i = 0; i < 60; i++) {
        Thread.ofVirtual().start(() -> door.get(slow.base()));
      }
      while (slow.connects() < 32) {
        Thread.onSpinWait();
      }
      long began = System.nanoTime();

      assertThat(door.get(quick.base())).isInstanceOf(Answer.class);

      // Who had to wait for the trickles would wait for two minutes.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
      over.countDown();
    }
  }

  @Test
  void aGzippedAnswerIsUnpacked() throws IOException {
    try (var peer = packed(bytes("plain words"));
        var door = Doors.open(peer.port())) {
      assertThat(answered(door.get(peer.base())).body()).asString().isEqualTo("plain words");
    }
  }

  @Test
  void aGzipBombIsNotReadOn() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 200; i++) {
        gzip.write(MEGABYTE);
      }
    }
    try (var peer = gzipped(bytes.toByteArray());
        var door = Doors.open(peer.port())) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.TOO_LARGE, true));
    }
  }

  @Test
  void anEndlessAnswerIsCutOffAtTheCap() throws IOException {
    var written = new AtomicInteger();
    var over = new CountDownLatch(1);
    try (var peer =
            new RawServer((head, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              try {
                for (int i = 0; i < 200; i++) {
                  out.write(bytes("100000\r\n"));
                  out.write(MEGABYTE);
                  out.write(bytes("\r\n"));
                  written.incrementAndGet();
                }
              } finally {
                over.countDown();
              }
            });
        var door = Doors.open(peer.port())) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.TOO_LARGE, true));
      assertThat(waited(over)).isTrue();
      assertThat(written.get()).as("megabytes taken").isLessThan(20);
    }
  }

  @Test
  void anAnswerThatAnnouncesTooMuchIsNotReadAtAll() throws IOException {
    try (var peer = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\nabc");
        var door = Doors.open(peer.port())) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.TOO_LARGE, true));
    }
  }

  @Test
  void anAnswerOfExactlyTheCapPasses() throws IOException {
    try (var peer =
            new RawServer((head, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"));
              out.write(MEGABYTE);
            });
        var door = Doors.open(peer.port())) {
      assertThat(answered(door.get(peer.base())).body()).hasSize(1 << 20);
    }
  }

  @Test
  void headersWithoutEndAreRefused() throws IOException {
    try (var lines =
            RawServer.saying("HTTP/1.1 200 OK\r\n" + "X-Many: 1\r\n".repeat(500) + "\r\n");
        var line = RawServer.saying("HTTP/1.1 200 OK\r\nX: " + "a".repeat(100_000) + "\r\n\r\n");
        var door = Doors.open(List.of(lines.port(), line.port()), Duration.ofSeconds(30))) {
      assertThat(door.get(lines.base())).isEqualTo(new NoAnswer(Why.TOO_LARGE, true));
      assertThat(door.get(line.base())).isEqualTo(new NoAnswer(Why.TOO_LARGE, true));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        ""
      })
  void garbageIsNoAnswer(String garbage) throws IOException {
    try (var peer = RawServer.saying(garbage);
        var door = Doors.open(peer.port(), Duration.ofSeconds(30))) {
      assertThat(door.get(peer.base())).isInstanceOf(NoAnswer.class);
    }
  }

  @Test
  void aRedirectWithinTheOriginIsFollowed() throws IOException {
    try (var peer =
            new RawServer((head, out) ->
                out.write(
                    bytes(
                        head.startsWith("GET /old")
                            ? "HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n"
                            : ok("arrived", ""))));
        var door = Doors.open(peer.port())) {
      assertThat(answered(door.get(peer.base() + "/old")).body()).asString().isEqualTo("arrived");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:PORT/",
        "https://127.0.0.1:PORT/",
        "//127.0.0.1:OTHER/",
        "http://127.0.0.1:OTHER/",
        "http://127.0.0.1:PORT@evil.example/",
        "http://169.254.169.254/",
        "javascript:alert(1)",
        "http://[broken"
      })
  void aRedirectElsewhereIsNotFollowed(String location) throws IOException {
    try (var other = RawServer.saying(ok("", ""));
        var peer =
            new RawServer((head, out) -> {
              var port = head.replaceAll("(?s).*Host: 127.0.0.1:(\\d+).*", "$1");
              out.write(
                  bytes(
                      "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                          + location
                              .replace("PORT", port)
                              .replace("OTHER", Integer.toString(other.port()))
                          + "\r\n\r\n"));
            });
        var door = Doors.open(List.of(peer.port(), other.port()), Duration.ofSeconds(30))) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.FOREIGN_REDIRECT, true));
      assertThat(other.connects()).isZero();
    }
  }

  @Test
  void aRedirectedPostIsNotRepeated() throws IOException {
    try (var peer =
            RawServer.saying("HTTP/1.1 307 Again\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
        var door = Doors.open(peer.port())) {
      assertThat(
              door.send(
                  new Request("POST", URI.create(peer.base()), Map.of(), bytes("a"), "text/plain")))
          .isEqualTo(new NoAnswer(Why.FOREIGN_REDIRECT, true));
      assertThat(peer.connects()).isEqualTo(1);
    }
  }

  @Test
  void aCircleOfRedirectsEnds() throws IOException {
    try (var peer =
            RawServer.saying(
                "HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var door = Doors.open(peer.port())) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.FOREIGN_REDIRECT, true));
      assertThat(peer.connects()).isEqualTo(4);
    }
  }

  @Test
  void aClosedPortWasNeverSentTo() throws IOException {
    // Bound, so that nobody else gets it, and not listening.
    try (var held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int closed = held.getLocalPort();
      try (var door = Doors.open(closed)) {
        assertThat(door.get("http://127.0.0.1:" + closed))
            .isEqualTo(new NoAnswer(Why.UNREACHABLE, false));
      }
    }
  }

  @Test
  void aConnectionThatBreaksAfterTheRequestMayHaveBeenHeard() throws IOException {
    try (var peer = RawServer.saying("");
        var door = Doors.open(peer.port())) {
      assertThat(door.get(peer.base())).isEqualTo(new NoAnswer(Why.UNREACHABLE, true));
    }
  }

  @Test
  void cookiesAreForgotten() throws IOException {
    var heads = new java.util.concurrent.CopyOnWriteArrayList<String>();
    try (var peer =
            new RawServer((head, out) -> {
              heads.add(head);
              out.write(bytes(ok("", "Set-Cookie: a=b; Path=/\r\n")));
            });
        var door = Doors.open(peer.port())) {
      door.get(peer.base());
      door.get(peer.base());
      assertThat(heads).hasSize(2).noneMatch(it -> it.contains("Cookie"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Injected: 1", "a\nb", "a\0b", "a\u2028b"})
  void aHeaderThatBreaksItsLineIsNotSent(String value) throws IOException {
    try (var peer = RawServer.saying(ok("", ""));
        var door = Doors.open(peer.port())) {
      assertThat(door.send(Request.get(URI.create(peer.base()), Map.of("X-Value", value))))
          .isEqualTo(new NoAnswer(Why.MALFORMED, false));
      assertThat(door.send(Request.get(URI.create(peer.base()), Map.of("Host", "other"))))
          .isEqualTo(new NoAnswer(Why.MALFORMED, false));
      assertThat(peer.connects()).isZero();
    }
  }

  private static String ok(String body, String headers) {
    return "HTTP/1.1 200 OK\r\n"
        + headers
        + "Connection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static RawServer packed(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return gzipped(bytes.toByteArray());
  }

  private static RawServer gzipped(byte[] packed) {
    return new RawServer((head, out) -> {
      out.write(
          bytes(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                  + packed.length
                  + "\r\n\r\n"));
      out.write(packed);
    });
  }

  /** One byte now and then, until the other side is gone. */
  private static void trickle(OutputStream out, CountDownLatch over) throws InterruptedException {
    try {
      while (true) {
        out.write('a');
        out.flush();
        if (over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (IOException gone) {
      over.countDown();
    }
  }

  private static boolean waited(CountDownLatch latch) {
    try {
      return latch.await(10, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static InetAddress[] one(String address) {
    return new InetAddress[] {InetAddress.ofLiteral(address)};
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Answer answered(Egress.Outcome outcome) {
    assertThat(outcome).isInstanceOf(Answer.class);
    return (Answer) outcome;
  }

  /** A door that can be closed, with names that resolve as a test says. */
  private static final class Doors implements AutoCloseable {
    private static final Map<String, String> NAMES =
        Map.ofEntries(
            Map.entry("localhost", "127.0.0.1"),
            Map.entry("loopback.example", "127.0.0.1"),
            Map.entry("private.example", "10.1.2.3"),
            Map.entry("metadata.example", "169.254.169.254"),
            Map.entry("cgnat.example", "100.100.100.200"),
            Map.entry("mapped.example", "::ffff:10.0.0.1"),
            Map.entry("nat64.example", "64:ff9b::a00:1"),
            Map.entry("six-to-four.example", "2002:a00:1::"),
            Map.entry("unique-local.example", "fd12::1"),
            Map.entry("link-local.example", "fe80::1"),
            Map.entry("multicast.example", "ff02::1"),
            Map.entry("broadcast.example", "255.255.255.255"),
            Map.entry("teredo.example", "2001:0:1::1"),
            Map.entry("public.example", "93.184.216.34"));

    private final Door door;

    Doors(List<String> allow, Duration timeout, Guard.Names names) {
      door = new Door(new EgressSettings(allow, timeout), Stream::of, names);
    }

    static Doors shut() {
      return new Doors(List.of(), Duration.ofSeconds(30), Doors::lookUp);
    }

    static Doors open(int port) {
      return open(port, Duration.ofSeconds(30));
    }

    static Doors open(int port, Duration timeout) {
      return open(List.of(port), timeout);
    }

    static Doors open(List<Integer> ports, Duration timeout) {
      return new Doors(
          ports.stream().map(it -> "127.0.0.1:" + it).toList(), timeout, Doors::lookUp);
    }

    private static InetAddress[] lookUp(String host) throws UnknownHostException {
      var address = NAMES.get(host);
      if (address == null) {
        throw new UnknownHostException(host);
      }
      return one(address);
    }

    Egress.Outcome get(String address) {
      return send(Request.get(URI.create(address), Map.of()));
    }

    Egress.Outcome send(Request request) {
      return door.send(request);
    }

    @Override
    public void close() {
      try {
        door.destroy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
