package io.patchbay.hostapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hands a newcomer a host key to try the API with: made once, in a file that only they can read.
 * Only a database that was prepared for demo mode takes it.
 */
@Component
class DemoHostKey {
  private static final Logger log = LoggerFactory.getLogger(DemoHostKey.class);

  private final boolean demo;
  private final JdbcClient sql;
  private final Path file;

  DemoHostKey(
      JdbcClient sql,
      @Value("${patchbay.demo:false}") boolean demo,
      @Value("${patchbay.data:./data}") Path data) {
    this.demo = demo;
    this.sql = sql;
    this.file = data.resolve("host-api-key");
  }

  /** Before the program says that it is ready, so that whoever waits for that finds the key. */
  @EventListener(ApplicationReadyEvent.class)
  void make() throws IOException {
    if (!demo) {
      return;
    }
    boolean known = Files.exists(file);
    var key = known ? Files.readString(file, StandardCharsets.US_ASCII).strip() : random();
    try {
      sql.sql("select add_demo_host_key(?)").param(HostKey.of(key).hash()).query().singleRow();
    } catch (DataAccessException e) {
      log.warn("No host key for this demo: its database was not prepared for one");
      return;
    }
    if (!known) {
      write(key);
    }
  }

  private static String random() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return "pbk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whole, or not there at all. */
  private void write(String key) throws IOException {
    var folder = Files.createDirectories(file.toAbsolutePath().getParent());
    var draft = folder.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, key + "\n", StandardCharsets.US_ASCII);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
