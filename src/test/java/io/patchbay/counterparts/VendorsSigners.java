package io.patchbay.counterparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/**
 * What npm's own libraries of GitHub and of Standard Webhooks sign, and Node.js as other vendors'
 * documentation shows it, asked in one go.
 */
public final class VendorsSigners {
  private static final Path FOLDER = Counterparts.INSTALLED.toAbsolutePath();

  private VendorsSigners() {}

  /**
   * @param github the secret of all that is no Standard Webhook
   * @param time in seconds
   */
  public record Asked(String github, String standard, String id, long time, String body) {}

  /**
   * @param github the value of {@code X-Hub-Signature-256}
   * @param standard the value of {@code webhook-signature}
   * @param discordKey the public key, in hexadecimal
   */
  public record Signed(
      String github,
      String standard,
      String linear,
      String shopify,
      String vercel,
      String slack,
      String discord,
      String discordKey) {}

  public static List<Signed> sign(List<Asked> all) {
    Npm.install(FOLDER);
    var json = JsonMapper.shared();
    try {
      Files.copy(
          Counterparts.resource("sign.mjs"),
          FOLDER.resolve("sign.mjs"),
          StandardCopyOption.REPLACE_EXISTING);
      var node = new ProcessBuilder(Npm.node(FOLDER).toString(), "sign.mjs");
      var process =
          node.directory(FOLDER.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var list = json.writeValueAsBytes(all);
      var written =
          CompletableFuture.runAsync(() -> {
            try (var in = process.getOutputStream()) {
              in.write(list);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      var said = process.getInputStream().readAllBytes();
      written.join();
      return List.of(json.readValue(said, Signed[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
