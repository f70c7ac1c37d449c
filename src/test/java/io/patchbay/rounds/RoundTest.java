package io.patchbay.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundTest {
  @Test
  void theNextRoundComesWhateverEndedTheOneBefore() throws InterruptedException {
    var rounds = new AtomicInteger();
    var third = new CountDownLatch(3);
    var round =
        Round.every(
            Duration.ofMillis(5),
            "tests",
            () -> {
              third.countDown();
              switch (rounds.incrementAndGet()) {
                case 1 -> throw new StackOverflowError("deep");
                case 2 -> throw new IllegalStateException("wrong");
                default -> {}
              }
            });
    round.start();
    try {
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      round.stop();
    }
  }
}
