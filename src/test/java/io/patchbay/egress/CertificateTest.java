package io.patchbay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.egress.Egress.Request;
import io.patchbay.egress.Egress.Why;
import io.patchbay.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom the door believes: real certificates, made by the JDK's keytool, and a peer that has them.
 */
class CertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] GREETING =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final String RIGHT = "ip:127.0.0.1";

  @TempDir Path folder;

  @Test
  void aTrustedCertificateForThisHostIsBelieved() throws Exception {
    var keys = keys(RIGHT);
    try (var peer = new Peer(keys)) {
      assertThat(peer.asked(() -> trusting(keys)))
          .isInstanceOfSatisfying(
              Answer.class, it -> assertThat(it.body()).asString().isEqualTo("hello"));
      assertThat(peer.requests()).isEqualTo(1);
    }
  }

  @Test
  void aCertificateNobodyVouchesForIsNotBelieved() throws Exception {
    try (var peer = new Peer(keys(RIGHT))) {
      assertThat(peer.asked(SSLContexts::createDefault))
          .isEqualTo(new NoAnswer(Why.CERTIFICATE_NOT_TRUSTED, false));
      assertThat(peer.requests()).isZero();
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsNotBelieved() throws Exception {
    var keys = keys("dns:elsewhere.example");
    try (var peer = new Peer(keys)) {
      assertThat(peer.asked(() -> trusting(keys)))
          .isEqualTo(new NoAnswer(Why.CERTIFICATE_NOT_TRUSTED, false));
      assertThat(peer.requests()).isZero();
    }
  }

  @Test
  void whoIsTrustedIsAskedWithTheFirstRequestThatNeedsIt() throws Exception {
    var asked = new AtomicInteger();
    var keys = keys(RIGHT);
    try (var peer = new Peer(keys);
        var door =
            new Doorway(
                peer.door(() -> {
                  asked.incrementAndGet();
                  return trusting(keys);
                }))) {
      assertThat(asked).hasValue(0);
      door.send(peer.request());
      door.send(peer.request());
      assertThat(asked).hasValue(1);
      assertThat(peer.requests()).isEqualTo(2);
    }
  }

  private KeyStore keys(String name) throws Exception {
    var file = folder.resolve("keys");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "peer",
            "-keyalg",
            "EC",
            "-dname",
            "CN=peer",
            "-ext",
            "SAN=" + name,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD));
    var output = folder.resolve("keytool.log").toFile();
    var keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(output.toPath())).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static SSLContext trusting(KeyStore certificates) {
    try {
      var anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("peer", certificates.getCertificate("peer"));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Greets whoever gets through the handshake, and counts them. */
  private static final class Peer implements AutoCloseable {
    private final RawServer server;
    private final AtomicInteger requests = new AtomicInteger();

    Peer(KeyStore keys) throws GeneralSecurityException, IOException {
      var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), null, null);
      server =
          RawServer.on(
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              (head, out) -> {
                if (!head.isEmpty()) {
                  requests.incrementAndGet();
                  out.write(GREETING);
                }
              });
    }

    int requests() {
      return requests.get();
    }

    Request request() {
      return Request.get(URI.create("https://127.0.0.1:" + server.port() + "/"), Map.of());
    }

    Door door(Supplier<SSLContext> trusted) {
      return new Door(
          new EgressSettings(List.of("127.0.0.1:" + server.port()), Duration.ofSeconds(30)),
          Stream::of,
          new SystemNames(),
          trusted);
    }

    Egress.Outcome asked(Supplier<SSLContext> trusted) {
      try (var door = new Doorway(door(trusted))) {
        return door.send(request());
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
