package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.patchbay.vault.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever arrives is judged without an exception, and nothing that was not signed holds. Without
 * {@code JAZZER_FUZZ=1} only the inputs that are kept beside this class are tried.
 */
class HostileDeliveriesTest {
  private static final List<Scheme> SCHEMES =
      List.of(
          Scheme.slack(),
          Scheme.gitHub(),
          Scheme.stripe(),
          Scheme.vercel(),
          Scheme.standardWebhooks());
  private static final Secret UNKNOWN = Secret.of("whsec_bm9ib2R5LWtub3dzLXRoaXMtb25l");

  @FuzzTest(maxDuration = "10m")
  void nothingUnsignedHoldsAndNothingBreaks(FuzzedDataProvider data) {
    var scheme = SCHEMES.get(data.consumeInt(0, SCHEMES.size() - 1));
    var headers = new HashMap<String, List<String>>();
    for (String name : List.copyOf(scheme.headers().keySet())) {
      headers.put(name, List.of(data.consumeString(300)));
    }
    headers.put(
        "content-type",
        List.of(data.consumeBoolean() ? "application/x-www-form-urlencoded" : "application/json"));
    var url = "https://example.com/?" + data.consumeString(100);
    var body = data.consumeRemainingAsBytes();
    var delivery = new Delivery("POST", url, headers, body);

    assertThat(Signatures.judge(scheme.signature(), delivery, UNKNOWN, scheme.signedAt()))
        .isNotEqualTo(Verdict.HOLDS);
    // And what is read once a signature holds.
    Signatures.signed(scheme.signature(), delivery);
    var said = Said.of(delivery);
    said.at("/a/b");
    SignedText.of("{timestamp}.{form-sorted}.{method}.{url}", delivery, "1");
    assertThat(new Delivery("POST", url, Map.of(), body).toString()).doesNotContain("http");
  }
}
