package io.patchbay.resources;

import io.patchbay.catalog.Failure;
import io.patchbay.providers.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks through what an account reaches, over the provider's own paging. One look costs at most two
 * calls: what was read before is kept, and where a search needs more, the rest is read meanwhile
 * and the look says how far that is.
 */
@Component
public class Browsing {
  public static final int PAGE = 50;

  private static final Logger log = LoggerFactory.getLogger(Browsing.class);
  private static final int CALLS = 2;
  private static final String INSTALLATIONS = "";
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final ListedPages pages;
  private final Lister lister;

  Browsing(ListedPages pages, Lister lister) {
    this.pages = pages;
    this.lister = lister;
  }

  /**
   * @param installation empty for the first
   * @param page counted from 1
   */
  public record Asked(String installation, String query, int page) {}

  public sealed interface Look {}

  /**
   * @param installations what the account reaches, by name; empty where the kind has none
   * @param installation the one that is shown; empty where there is none
   * @param items one page of what matches
   * @param matching how many match among what was read
   * @param read how many were read so far
   * @param hidden how many of these are private
   * @param complete whether that is all there is
   * @param cut whether the provider names more than we follow
   * @param reading whether the rest is being read right now
   */
  public record Shown(
      List<Listing.Item> installations,
      String installation,
      List<Listing.Item> items,
      int page,
      int matching,
      int read,
      int hidden,
      boolean complete,
      boolean cut,
      boolean reading,
      @Nullable Instant readAt)
      implements Look {
    /** Whether something follows this page, as far as is known. */
    public boolean more() {
      return matching > page * PAGE || !complete;
    }
  }

  /** The provider did not answer, or refused. */
  public record NotShown(Failure bucket, String code) implements Look {}

  /** Call it outside of any transaction. */
  public Look look(Through through, Asked asked) {
    var calls = new AtomicInteger(CALLS);
    List<Listing.Item> installations = List.of();
    var installation = "";
    if (through.kind().perInstallation()) {
      var all = read(new ListedPages.Key(through, INSTALLATIONS, ""), 1, calls, true);
      if (all.failed() != null) {
        return all.failed();
      }
      installations = all.items();
      if (installations.isEmpty()) {
        return new Shown(List.of(), "", List.of(), 1, 0, 0, 0, true, false, false, null);
      }
      installation = chosen(installations, asked.installation());
    }
    var key = new ListedPages.Key(through, through.kind().id(), installation);
    int needed = asked.query().isEmpty() ? asked.page() * PAGE + 1 : Integer.MAX_VALUE;
    var read = read(key, needed, calls, true);
    if (read.failed() != null) {
      return read.failed();
    }
    boolean enough = read.ended() || read.items().size() >= needed;
    if (!enough) {
      readOn(key);
    }
    return shown(installations, installation, asked, read, !enough);
  }

  private static Shown shown(
      List<Listing.Item> installations,
      String installation,
      Asked asked,
      Read read,
      boolean reading) {
    var matching = read.items().stream().filter(it -> matches(it, asked.query())).toList();
    int last = Math.max(1, (matching.size() + PAGE - 1) / PAGE);
    int page = read.ended() ? Math.min(asked.page(), last) : asked.page();
    int from = Math.min((page - 1) * PAGE, matching.size());
    return new Shown(
        installations,
        installation,
        matching.subList(from, Math.min(from + PAGE, matching.size())),
        page,
        matching.size(),
        read.items().size(),
        (int) read.items().stream().filter(Listing.Item::isPrivate).count(),
        read.ended(),
        read.cut(),
        reading,
        read.startedAt());
  }

  static boolean matches(Listing.Item item, String query) {
    var asked = query.toLowerCase(Locale.ROOT);
    return asked.isEmpty()
        || item.name().toLowerCase(Locale.ROOT).contains(asked)
        || item.detail().toLowerCase(Locale.ROOT).contains(asked);
  }

  private static String chosen(List<Listing.Item> installations, String asked) {
    return installations.stream()
        .map(Listing.Item::id)
        .filter(asked::equals)
        .findFirst()
        .orElseGet(() -> installations.getFirst().id());
  }

  /** Everything that matches, read to its end now; may take a while. */
  public Look everything(Through through, Asked asked, Duration patience) {
    var first = look(through, new Asked(asked.installation(), "", 1));
    if (!(first instanceof Shown shown)) {
      return first;
    }
    var key = new ListedPages.Key(through, through.kind().id(), shown.installation());
    long until = System.nanoTime() + patience.toNanos();
    var read = read(key, 1, new AtomicInteger(1), false);
    while (read.failed() == null && !read.ended() && System.nanoTime() < until) {
      read = read(key, read.items().size() + 1, new AtomicInteger(1), false);
    }
    if (read.failed() != null) {
      return read.failed();
    }
    var matching = read.items().stream().filter(it -> matches(it, asked.query())).toList();
    return new Shown(
        shown.installations(),
        shown.installation(),
        matching,
        1,
        matching.size(),
        read.items().size(),
        (int) read.items().stream().filter(Listing.Item::isPrivate).count(),
        read.ended(),
        read.cut(),
        false,
        read.startedAt());
  }

  /** What was read so far from one installation, without asking anybody. */
  public List<Listing.Item> known(Through through, String installation) {
    return pages
        .find(new ListedPages.Key(through, through.kind().id(), installation))
        .map(ListedPages.Known::items)
        .orElse(List.of());
  }

  /**
   * What was read of what an account reaches, counted without asking anybody.
   *
   * @param read how many things
   * @param hidden how many of these are private
   * @param complete whether that is all there is
   */
  public record Reach(int read, int hidden, boolean complete) {}

  public Reach reach(Through through, Collection<String> installations) {
    var found =
        installations.stream()
            .flatMap(
                it -> pages.find(new ListedPages.Key(through, through.kind().id(), it)).stream())
            .toList();
    return new Reach(
        found.stream().mapToInt(it -> it.items().size()).sum(),
        (int)
            found.stream()
                .flatMap(it -> it.items().stream())
                .filter(Listing.Item::isPrivate)
                .count(),
        found.stream().allMatch(it -> it.ended() && !it.cut()));
  }

  /** Reads again from the start at the next look. */
  public void refresh(Through through) {
    pages.forget(through);
  }

  /** Whether an account still reaches what was chosen. */
  public sealed interface Reached {}

  /** As far as one call for each installation can tell. */
  public record Still() implements Reached {}

  /** The provider did not answer, or refused. */
  public record Lost(NotShown why) implements Reached {}

  /**
   * @param ids of what is not listed any more
   */
  public record Missing(Set<String> ids) implements Reached {}

  /**
   * Asks once more, before something is linked. One page is asked for of the installations and one
   * of each that something is from; where that is the whole list, it says what is missing, and of a
   * longer list the checks find out.
   *
   * @param chosen of each id, which installation it is from
   */
  public Reached reached(Through through, Map<String, String> chosen) {
    var missing = new HashSet<String>();
    var from = new HashSet<>(chosen.values());
    if (through.kind().perInstallation()) {
      var listed = lister.installations(through.integration(), through.connection(), null);
      if (listed instanceof Listing.Failed it) {
        return lost(it);
      }
      from.removeIf(it -> isMissing(listed, it));
      chosen.forEach((id, installation) -> {
        if (!from.contains(installation)) {
          missing.add(id);
        }
      });
    }
    for (var installation : from) {
      var listed =
          lister.resources(
              through.integration(), through.connection(), through.kind().id(), installation, null);
      if (listed instanceof Listing.Failed it) {
        return lost(it);
      }
      chosen.forEach((id, its) -> {
        if (its.equals(installation) && isMissing(listed, id)) {
          missing.add(id);
        }
      });
    }
    return missing.isEmpty() ? new Still() : new Missing(missing);
  }

  private static Lost lost(Listing.Failed it) {
    return new Lost(new NotShown(it.bucket(), it.code()));
  }

  private static boolean isMissing(Listing listed, String id) {
    return listed instanceof Listing.Page page
        && page.next() == null
        && page.items().stream().noneMatch(it -> it.id().equals(id));
  }

  private record Read(
      List<Listing.Item> items,
      boolean ended,
      boolean cut,
      @Nullable Instant startedAt,
      @Nullable NotShown failed) {}

  /**
   * @param patient whether to leave it to somebody who reads on already
   */
  private Read read(ListedPages.Key key, int needed, AtomicInteger calls, boolean patient) {
    var known = pages.find(key);
    while (wanted(known, needed) && !(patient && reading(known)) && calls.getAndDecrement() > 0) {
      switch (ask(key, known.map(ListedPages.Known::next).orElse(null))) {
        case Listing.Failed it -> {
          return new Read(List.of(), true, false, null, new NotShown(it.bucket(), it.code()));
        }
        case Listing.Page it -> pages.keep(key, known.orElse(null), it);
      }
      known = pages.find(key);
    }
    return known
        .map(it -> new Read(it.items(), it.ended(), it.cut(), it.startedAt(), null))
        .orElseGet(() -> new Read(List.of(), false, false, null, null));
  }

  private static boolean reading(Optional<ListedPages.Known> known) {
    return known.map(ListedPages.Known::reading).orElse(false);
  }

  private static boolean wanted(Optional<ListedPages.Known> known, int needed) {
    return known.isEmpty() || (!known.get().ended() && known.get().items().size() < needed);
  }

  private Listing ask(ListedPages.Key key, @Nullable String next) {
    var through = key.through();
    return key.kind().equals(INSTALLATIONS)
        ? lister.installations(through.integration(), through.connection(), next)
        : lister.resources(
            through.integration(), through.connection(), key.kind(), key.installation(), next);
  }

  /** One reader at a time; if this node dies, the lease passes and the next look goes on. */
  private void readOn(ListedPages.Key key) {
    if (pages.claim(key, LEASE)) {
      Thread.ofVirtual().name("reading-on").start(() -> readToTheEnd(key));
    }
  }

  private void readToTheEnd(ListedPages.Key key) {
    try {
      var known = pages.stand(key);
      while (known.isPresent() && !known.get().ended()) {
        if (!(ask(key, known.get().next()) instanceof Listing.Page page)) {
          return;
        }
        pages.keep(key, known.get(), page);
        known = pages.stand(key);
      }
    } catch (RuntimeException surprise) {
      log.warn(
          "Reading on through connection {} ended early",
          key.through().connection().id(),
          surprise);
    } finally {
      pages.letGo(key);
    }
  }
}
