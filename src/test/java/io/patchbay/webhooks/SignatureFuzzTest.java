package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Mutations;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * T27 for signatures: whatever stands in the headers is judged, and nothing is thrown; {@code
 * -Dfuzz.runs=1000000} takes as many, see bin/soak.
 */
class SignatureFuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.runs", 50_000);

  @Test
  void whateverTheHeadersSayIsJudged() {
    var schemes = Scheme.all();
    var judged = new HashMap<Verdict, Integer>();
    var sent = schemes.stream().flatMap(it -> it.headers().values().stream()).distinct().toList();
    var texts = new Mutations(sent, 27);
    for (int run = 0; run < RUNS; run++) {
      var scheme = schemes.get(run % schemes.size());
      var headers = new HashMap<String, List<String>>();
      scheme.headers().forEach((name, value) -> headers.put(name, List.of(value)));
      int turn = run / schemes.size();
      var name = headers.keySet().stream().sorted().toList().get(turn % headers.size());
      headers.put(name, List.of(texts.next()));
      judged.merge(scheme.judged(headers, scheme.signedAt()), 1, Integer::sum);
    }
    System.out.printf("T27: signatures: %,d runs, 0 crashes, judged %s%n", RUNS, judged);
    assertThat(judged).containsKeys(Verdict.WRONG, Verdict.NOT_SIGNED, Verdict.OUT_OF_TIME);
  }
}
