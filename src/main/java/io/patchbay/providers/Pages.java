package io.patchbay.providers;

import io.patchbay.catalog.Call;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.ResourceKind;
import io.patchbay.egress.Egress;
import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.egress.Egress.Request;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and the way to the next. The next page's name comes from the provider and
 * travels through a person's browser, so that it is held against the entry both ways.
 */
record Pages(Egress egress, Requests requests, List<FailureRule> failures) {
  private static final int MOST_ITEMS = 1_000;
  private static final int LONGEST_ID = 500;
  private static final int LONGEST_NEXT = 2_000;
  private static final Pattern LINK_NEXT =
      Pattern.compile(
          "<([^>]*)>[^,]*;\\s*rel=\"?(?:[^\",;]*\\s)?next(?:\\s[^\",;]*)?\"?",
          Pattern.CASE_INSENSITIVE);

  /** The next page is named by something that leads elsewhere. */
  static final class Foreign extends RuntimeException {}

  Listing list(
      Call call,
      String items,
      ResourceKind.Item item,
      ResourceKind.@Nullable Next way,
      @Nullable String next) {
    try {
      return read(egress.send(request(call, way, next)), call, items, item, way, next);
    } catch (Foreign elsewhere) {
      return new Listing.Failed(Failure.PROVIDER_OUTAGE, "foreign_next");
    }
  }

  Request request(Call call, ResourceKind.@Nullable Next way, @Nullable String next) {
    return switch (way) {
      case ResourceKind.PageNumber it ->
          requests.of(call, Map.of(it.param(), Integer.toString(page(it, next))));
      case ResourceKind.Cursor it when next != null ->
          switch (it.goes()) {
            case ResourceKind.IntoParameter into ->
                requests.of(call, Map.of(into.name(), bounded(next)));
            case ResourceKind.IntoBody into -> requests.of(call, into.pointer(), bounded(next));
          };
      case ResourceKind.LinkHeader _ when next != null -> requests.of(call, sameOrigin(call, next));
      case ResourceKind.Url _ when next != null -> requests.of(call, sameOrigin(call, next));
      case ResourceKind.Cursor _, ResourceKind.LinkHeader _, ResourceKind.Url _ ->
          requests.of(call);
      case null -> requests.of(call);
    };
  }

  private Listing read(
      Egress.Outcome outcome,
      Call call,
      String items,
      ResourceKind.Item item,
      ResourceKind.@Nullable Next way,
      @Nullable String asked) {
    return switch (outcome) {
      case NoAnswer none -> failed(Failures.of(none));
      case Answer answer -> {
        var reading = Document.of(answer);
        var no = Failures.of(reading, failures);
        if (no.isPresent() || !reading.at(items).isArray()) {
          yield failed(no.map(it -> gone(it, call)).orElse(Failures.UNREADABLE));
        }
        var read =
            reading.items(items).flatMap(it -> item(it, item).stream()).limit(MOST_ITEMS).toList();
        yield new Listing.Page(
            read, next(reading, call, way, asked, reading.at(items).isEmpty()).orElse(null));
      }
    };
  }

  /**
   * An installation that is not found was taken back there, and nothing of ours is set up wrongly:
   * whoever may grant it again can mend it.
   */
  private static Failures.No gone(Failures.No no, Call call) {
    boolean notFound = no.code().equals("http_404") || no.code().equals("http_410");
    return notFound
            && no.bucket() == Failure.APP_MISCONFIGURED
            && (call.url().contains("{installation.id}")
                || call.body().contains("{installation.id}"))
        ? new Failures.No(Failure.MISSING_PERMISSION, no.code())
        : no;
  }

  private static Listing failed(Failures.No no) {
    return new Listing.Failed(no.bucket(), no.code());
  }

  /** An item without an id that can be asked for again is none. */
  private static Optional<Listing.Item> item(Document item, ResourceKind.Item places) {
    return item.text(places.id())
        .filter(id -> !id.isBlank() && id.length() <= LONGEST_ID)
        .filter(id -> id.chars().noneMatch(Character::isISOControl))
        .map(id ->
            new Listing.Item(
                id,
                item.text(places.name())
                    .map(Untrusted::name)
                    .filter(it -> !it.isEmpty())
                    .orElseGet(() -> Untrusted.name(id)),
                item.text(places.detail()).map(Untrusted::name).orElse(""),
                item.text(places.isPrivate()).filter("true"::equals).isPresent(),
                item.text(places.archived()).filter("true"::equals).isPresent()));
  }

  Optional<String> next(
      Document answer,
      Call call,
      ResourceKind.@Nullable Next way,
      @Nullable String asked,
      boolean empty) {
    return switch (way) {
      case ResourceKind.Cursor it ->
          it.more() != null && answer.holds(it.more()).isEmpty()
              ? Optional.empty()
              : answer.text(it.cursor()).filter(text -> !text.isEmpty()).map(Pages::bounded);
      case ResourceKind.LinkHeader _ ->
          answer.headers().getOrDefault("link", List.of()).stream()
              .flatMap(link -> LINK_NEXT.matcher(link).results())
              .findFirst()
              .map(found -> sameOrigin(call, found.group(1)).toString());
      case ResourceKind.Url it ->
          answer
              .text(it.url())
              .filter(text -> !text.isEmpty())
              .map(text -> sameOrigin(call, text).toString());
      case ResourceKind.PageNumber it ->
          empty ? Optional.empty() : Optional.of(Integer.toString(page(it, asked) + 1));
      case null -> Optional.empty();
    };
  }

  private static int page(ResourceKind.PageNumber way, @Nullable String next) {
    if (next == null) {
      return way.start();
    }
    if (!next.matches("[0-9]{1,6}")) {
      throw new Foreign();
    }
    return Integer.parseInt(next);
  }

  private static String bounded(String cursor) {
    if (cursor.length() > LONGEST_NEXT) {
      throw new Foreign();
    }
    return cursor;
  }

  private URI sameOrigin(Call call, String next) {
    var here = requests.address(call);
    try {
      var there = here.resolve(bounded(next).strip());
      if (there.getRawUserInfo() == null && origin(there).equals(origin(here))) {
        return there;
      }
    } catch (IllegalArgumentException unreadable) {
      throw new Foreign();
    }
    throw new Foreign();
  }

  static String origin(URI uri) {
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    boolean usual = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + uri.getPort());
  }
}
