package io.patchbay.webhooks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/** Waits for what another thread does, until this one is told to stop waiting. */
final class Waits {
  private Waits() {}

  /**
   * Cancels it where this one waits no more.
   *
   * @throws DataAccessException where the database did not do it, or not in time
   */
  static <T> T forAnswer(CompletableFuture<T> work) {
    try {
      return work.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof DataAccessException away
          ? away
          : new IllegalStateException(failed);
    } catch (InterruptedException late) {
      work.cancel(false);
      Thread.currentThread().interrupt();
      throw new DataAccessResourceFailureException("The database did not answer in time", late);
    }
  }
}
