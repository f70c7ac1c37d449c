package io.patchbay.outbox;

import io.patchbay.database.OneTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** All events in one order, to be read again from wherever a reader stopped. */
@Component
public class Feed {
  /** Where a page ends whatever its number of events: see {@code events_for_host}. */
  static final int MOST_BYTES = 8 << 20;

  private final DataSource app;
  private final Envelopes envelopes;

  Feed(DataSource app, Envelopes envelopes) {
    this.app = app;
    this.envelopes = envelopes;
  }

  /**
   * @param events each as it is sent, with its {@code cursor}
   * @param cursor what to ask for next time: everything up to it was read
   */
  public record Page(List<ObjectNode> events, long cursor, boolean more) {}

  /**
   * @param keyHash of a host key
   * @param most fewer come where bodies of webhooks among them are large
   * @return empty if that key does not live
   */
  public Optional<Page> after(byte[] keyHash, long cursor, int most) {
    var lives = new boolean[1];
    var told = new ArrayList<Numbered>();
    new OneTrip()
        .ask(
            "select * from enter_workspace_as_host(?, ?)",
            List.of("", keyHash),
            rows -> lives[0] = rows.next())
        .ask(
            "select * from events_for_host(?, ?, ?)",
            List.of(keyHash, cursor, most + 1),
            rows -> {
              while (rows.next()) {
                told.add(new Numbered(rows.getLong(1), Told.read(rows, 2)));
              }
            })
        .run(app);
    if (!lives[0]) {
      return Optional.empty();
    }
    var page = told.stream().limit(most).toList();
    return Optional.of(
        new Page(
            page.stream().map(it -> envelopes.node(it.told()).put("cursor", it.cursor())).toList(),
            page.isEmpty() ? cursor : page.getLast().cursor(),
            told.size() > most || isFull(told)));
  }

  private static boolean isFull(List<Numbered> told) {
    return told.stream().mapToLong(it -> it.told().weight()).sum() >= MOST_BYTES;
  }

  private record Numbered(long cursor, Told told) {}
}
