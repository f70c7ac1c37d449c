package io.patchbay.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Mutations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * T27 for the way back from a consent: whatever its query says, nobody is connected and nothing
 * breaks; {@code -Dfuzz.callbacks=1000000} takes as many, see bin/soak.
 */
class CallbackFuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.callbacks", 1_000);

  @Test
  void whateverTheQuerySaysNothingBreaks() {
    var target = new Target();
    var ada = Target.signIn("ada");
    var good = target.callback(ada, "slack", "acme").getRawQuery();
    var texts = new Mutations(List.of(good, "state=a&code=b&iss=c", "error=access_denied"), 27);
    var answers = new TreeMap<Integer, Integer>();
    for (int run = 0; run < RUNS; run++) {
      var query = sendable(texts.next());
      if (!query.contains(good)) {
        answers.merge(ada.get("/oauth/callback/slack?" + query).statusCode(), 1, Integer::sum);
      }
    }
    System.out.printf("T27: callbacks: %,d runs, 0 crashes, answered %s%n", RUNS, answers);
    assertThat(answers.keySet()).allMatch(it -> it < 500);
    assertThat(target.connections()).isZero();
  }

  /** What a client of ours can send at all: everything but the separators is escaped. */
  private static String sendable(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8).replace("%3D", "=").replace("%26", "&");
  }
}
