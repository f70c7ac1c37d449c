package io.patchbay.resources;

import io.patchbay.catalog.Integration;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Listing;
import io.patchbay.testing.UnaskedProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A provider that lists what stands on it, a hundred to a page, and counts who asks. */
final class Shelf extends UnaskedProvider {
  static final int PAGE = 100;

  final List<Listing.Item> items = new CopyOnWriteArrayList<>();
  final AtomicInteger calls = new AtomicInteger();

  /** Its second page names itself as the next. */
  volatile boolean endless;

  /** Its next page is always another, and lists the same. */
  volatile boolean bottomless;

  void fill(int count) {
    endless = false;
    bottomless = false;
    items.clear();
    items.addAll(
        IntStream.range(0, count)
            .mapToObj(i -> new Listing.Item("r" + i, "org/repository-" + i, "", i % 3 == 1, false))
            .toList());
  }

  @Override
  public Listing installations(
      Integration integration, Credential credential, @Nullable String next) {
    calls.incrementAndGet();
    return new Listing.Page(List.of(new Listing.Item("1", "org", "", false, false)), null);
  }

  @Override
  public Listing resources(
      Integration integration,
      String kind,
      Credential credential,
      @Nullable String installation,
      @Nullable String next) {
    calls.incrementAndGet();
    int from = next == null ? 0 : Integer.parseInt(next);
    int to = Math.min(items.size(), from + PAGE);
    if (bottomless) {
      return new Listing.Page(List.copyOf(items.subList(0, 10)), String.valueOf(from + 1));
    }
    if (endless) {
      return new Listing.Page(List.copyOf(items.subList(0, 10)), "0");
    }
    return new Listing.Page(
        List.copyOf(items.subList(from, to)), to < items.size() ? String.valueOf(to) : null);
  }

  @Override
  public CheckResult check(Integration integration, Credential credential) {
    return new CheckResult.Answered(new CheckResult.Account("1", "octo", null), null);
  }
}
