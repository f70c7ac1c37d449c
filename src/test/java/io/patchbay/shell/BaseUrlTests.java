package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTests {
  @Test
  void aPublicAddressIsKeptWithoutItsLastSlash() {
    assertThat(new BaseUrl("https://integrations.example.com/", false, "0.0.0.0").get())
        .hasToString("https://integrations.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "ftp://example.com",
        "https://example.com/path",
        "https://e.com?q",
        "https://me@e.com"
      })
  void anythingElseIsRefused(String address) {
    assertThatThrownBy(() -> new BaseUrl(address, false, "127.0.0.1"))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("must look like https://");
  }

  @Test
  void onlyThisMachineIsServedWithoutHttps() {
    assertThat(new BaseUrl("http://localhost:8080", false, "127.0.0.1").isSecure()).isFalse();
    assertThatThrownBy(() -> new BaseUrl("http://example.com", false, "127.0.0.1"))
        .hasMessageContaining("needs https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "10.0.0.1"})
  void demoModeListensToThisMachineOnly(String listensOn) {
    assertThatThrownBy(() -> new BaseUrl("", true, listensOn))
        .hasMessageContaining("Demo mode serves this machine only");
  }

  @Test
  void demoModeIsNotPublic() {
    assertThatThrownBy(() -> new BaseUrl("https://example.com", true, "127.0.0.1"))
        .hasMessageContaining("Demo mode serves this machine only");
  }

  @Test
  void inDemoModeTheAddressWaitsForThePort() {
    var baseUrl = new BaseUrl("http://localhost:8080", true, "127.0.0.1");
    assertThatThrownBy(baseUrl::get).isInstanceOf(IllegalStateException.class);
  }
}
