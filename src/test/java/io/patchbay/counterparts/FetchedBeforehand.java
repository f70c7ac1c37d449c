package io.patchbay.counterparts;

import io.patchbay.journeys.Lighthouse;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * What some tests fetch by npm is fetched while others run; whoever needs it waits for the rest,
 * and says what is missing. Where {@code -Dtest} names the tests, nobody may need it.
 */
public final class FetchedBeforehand implements LauncherSessionListener {
  private static final List<Runnable> ALL =
      List.of(() -> Npm.install(Counterparts.INSTALLED), Lighthouse::fetch);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("test") == null) {
      Thread.ofPlatform().daemon().name("npm").start(() -> ALL.forEach(FetchedBeforehand::quietly));
    }
  }

  private static void quietly(Runnable fetch) {
    try {
      fetch.run();
    } catch (AssertionError | RuntimeException missing) {
      System.err.println("Not fetched beforehand: " + missing.getMessage());
    }
  }
}
