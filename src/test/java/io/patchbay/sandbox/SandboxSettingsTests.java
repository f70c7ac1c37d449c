package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.egress.EgressAllowance;
import io.patchbay.providers.PretendApps;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SandboxSettingsTests {
  private static ApplicationContextRunner program(Path data, boolean demo) {
    return new ApplicationContextRunner()
        .withUserConfiguration(SandboxSettings.class)
        .withPropertyValues("patchbay.data=" + data, "patchbay.demo=" + demo);
  }

  @Test
  void outsideDemoModeNothingPretends(@TempDir Path data) {
    program(data, false).run(program -> assertThat(program).doesNotHaveBean(PretendApps.class));
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void demoModeStandsInForTheHostsOfSixProviders(@TempDir Path data) {
    program(data, true)
        .run(program -> {
          var apps = program.getBean(PretendApps.class);
          var base = program.getBean(Sandbox.class).baseUri();
          for (String provider :
              new String[] {"slack", "google", "stripe", "github", "vercel", "linear"}) {
            assertThat(apps.of(provider)).as(provider).isPresent();
            assertThat(apps.of(provider).orElseThrow().sandbox()).isTrue();
          }
          assertThat(apps.of("slack").orElseThrow().hosts())
              .isEqualTo(Map.of("slack.com", base + "/slack.com"));
          assertThat(apps.of("notion")).isEmpty();
        });
  }

  @Test
  void theDoorOutMayReachThisPortAndNoOther(@TempDir Path data) {
    program(data, true)
        .run(program -> {
          var allowance = program.getBean(EgressAllowance.class);
          int port = program.getBean(Sandbox.class).baseUri().getPort();
          assertThat(allowance.allows(address("127.0.0.1"), "127.0.0.1", port)).isTrue();
          assertThat(allowance.allows(address("127.0.0.1"), "127.0.0.1", port + 1)).isFalse();
          assertThat(allowance.allows(address("10.0.0.1"), "127.0.0.1", port)).isFalse();
        });
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
