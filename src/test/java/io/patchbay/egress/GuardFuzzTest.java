package io.patchbay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Mutations;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** T27 for the guard of addresses; {@code -Dfuzz.runs=1000000} takes as many, see bin/soak. */
class GuardFuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.runs", 50_000);
  private static final List<String> GOOD =
      List.of(
          "https://api.example.com/v1/account?limit=1",
          "http://127.0.0.1:8080/",
          "https://[2606:4700::1]:443/a%2Fb",
          "http://0x7f000001/",
          "https://user:pass@public.example/",
          "https://169.254.169.254/latest/meta-data/",
          "http://[::ffff:127.0.0.1]:80/");

  @Test
  void noAddressIsReadInTwoWays() throws MalformedURLException {
    var texts = new Mutations(GOOD, 27);
    int plain = 0;
    for (int run = 0; run < RUNS; run++) {
      var text = texts.next();
      URI uri;
      try {
        uri = new URI(text);
      } catch (URISyntaxException notAnAddress) {
        continue;
      }
      if (Guard.isPlain(uri)) {
        plain++;
        var host = Guard.host(uri);
        assertThat(uri.toURL().getHost().toLowerCase(Locale.ROOT)).as(text).isEqualTo(host);
        assertThat(Guard.port(uri)).as(text).isBetween(1, 65_535);
        assertThat(Hosts.isLiteral(host) || Hosts.isName(host)).as(text).isTrue();
      }
    }
    System.out.printf(
        "T27: the guard of addresses: %,d runs (%,d plain), 0 crashes%n", RUNS, plain);
    assertThat(plain).isPositive();
  }
}
