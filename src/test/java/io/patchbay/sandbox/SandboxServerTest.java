package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxServerTest {
  @Test
  void itOpensAgainAtTheSamePort(@TempDir Path data) throws Exception {
    var sandbox = open(data);
    var address = sandbox.baseUri();
    assertThat(status(address)).isEqualTo(200);
    var another = open(data);
    sandbox.stop();
    try {
      sandbox.start();
      assertThat(sandbox.baseUri()).isEqualTo(address).isNotEqualTo(another.baseUri());
      assertThat(status(address)).isEqualTo(200);
    } finally {
      another.stop();
      sandbox.stop();
    }
  }

  /** A second one on the same folder gets a port of its own and writes it into the file. */
  private static Sandbox open(Path data) {
    var sandbox =
        new Sandbox(
            data,
            InstantSource.system(),
            _ -> false,
            () -> URI.create(Played.ORIGIN),
            Duration.ofMillis(1));
    sandbox.start();
    return sandbox;
  }

  private static int status(URI address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
