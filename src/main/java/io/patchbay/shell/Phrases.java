package io.patchbay.shell;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** Everything Patchbay can say, read once at start from {@code words/<tag>.properties}. */
public final class Phrases {
  private final Map<Language, Book> books = new EnumMap<>(Language.class);

  public Phrases() {
    for (Language language : Language.values()) {
      books.put(language, Book.read(language));
    }
  }

  /** Words for one reader at one moment. */
  public Words in(Language language, Instant now, ZoneId zone) {
    return new Words(language, Objects.requireNonNull(books.get(language)), now, zone);
  }

  /** One language's phrases. */
  record Book(Map<String, Phrase> phrases, Map<String, Plural> plurals) {
    record Plural(Phrase one, Phrase other) {}

    static Book read(Language language) {
      var phrases = new HashMap<String, Phrase>();
      load(language).forEach((key, text) -> phrases.put(key, Phrase.of(text)));
      var plurals = new HashMap<String, Plural>();
      phrases.forEach((key, one) -> {
        if (key.endsWith(".one")) {
          String stem = key.substring(0, key.length() - ".one".length());
          Phrase other = phrases.get(stem + ".other");
          if (other == null) {
            throw new IllegalStateException(
                "words/" + language.tag() + ".properties has " + key + " without .other");
          }
          plurals.put(stem, new Plural(one, other));
        }
      });
      return new Book(Map.copyOf(phrases), Map.copyOf(plurals));
    }

    static Map<String, String> load(Language language) {
      String file = "/words/" + language.tag() + ".properties";
      try (var in = Objects.requireNonNull(Phrases.class.getResourceAsStream(file), file);
          var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        var properties = new Properties();
        properties.load(reader);
        var texts = new HashMap<String, String>();
        Set<String> keys = properties.stringPropertyNames();
        keys.forEach(key -> texts.put(key, Objects.requireNonNull(properties.getProperty(key))));
        return texts;
      } catch (IOException e) {
        throw new UncheckedIOException(file, e);
      }
    }
  }
}
