package io.patchbay.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The system's resolver, asked on threads of its own: a lookup blocks inside the operating system
 * and would hold one of the few carriers of the virtual threads for as long.
 */
final class SystemNames implements Guard.Names {
  private static final int MOST_AT_ONCE = 32;

  private final ExecutorService threads = threads();

  @Override
  public InetAddress[] lookUp(String host) throws UnknownHostException {
    Callable<InetAddress[]> lookup = () -> InetAddress.getAllByName(host);
    try {
      return threads.submit(lookup).get();
    } catch (ExecutionException e) {
      throw new UnknownHostException(host);
    } catch (InterruptedException cutOff) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host);
    }
  }

  private static ExecutorService threads() {
    var pool =
        new ThreadPoolExecutor(
            MOST_AT_ONCE,
            MOST_AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("egress-names-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
