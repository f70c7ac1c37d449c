package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import io.patchbay.testing.PretendProvider.Answer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that does not answer, beside all that are well. */
class AwayTest extends UnderFaults {
  private static final int LOGINS = 100;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fewOfItsRenewalsWaitForItAndTheOthersLeaveTheirPlaces() {
    var hand = new ByHand(program);
    PROVIDER.token = new Answer(503, Map.of(), "");
    expired();
    renewalsAreDue();
    hand.renewAll();
    hand.rest();

    PROVIDER.token = FaultyProvider.granted("r-1", "360000");
    for (int i = 0; i < LOGINS; i++) {
      expired();
    }
    renewalsAreDue();
    var answers = new CountDownLatch(1);
    var waiting = new AtomicInteger();
    var most = new AtomicInteger();
    PROVIDER.meanwhile =
        () -> {
          most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
          await(answers);
          waiting.decrementAndGet();
        };

    hand.renewAll(); // ends once each was claimed, for which there are fewer places than logins
    int atOnce = most.get();
    answers.countDown();
    hand.rest();

    assertThat(atOnce).isBetween(1, DueWork.WHILE_SILENT);
  }

  private static void renewalsAreDue() {
    Database.asSuperuser().sql("update checks_due set refresh_at = '-infinity'").update();
  }

  private static void await(CountDownLatch answers) {
    try {
      assertThat(answers.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
