package io.patchbay.catalog;

import io.patchbay.catalog.rules.Finding;
import io.patchbay.catalog.rules.Pointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A YAML 1.2 text as a tree, read once, with the line of everything in it.
 *
 * @param lines counted from 1, by JSON Pointer
 * @param findings what makes the text unreadable; the tree is then empty or incomplete
 */
record Yaml(JsonNode root, Map<String, Integer> lines, List<Finding> findings) {
  private static final String UNREADABLE = "PB001";
  private static final int LONGEST = 256 * 1024;
  private static final int DEEPEST = 40;

  static Yaml read(String text) {
    var reading = new Reading();
    return new Yaml(reading.read(text), reading.lines, reading.findings);
  }

  /** The line of a place, or of the nearest one around it that is there. */
  int line(String pointer) {
    var line = lines.get(pointer);
    if (line != null || pointer.isEmpty()) {
      return line == null ? 1 : line;
    }
    return line(pointer.substring(0, pointer.lastIndexOf('/')));
  }

  private static final class Reading {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    JsonNode read(String text) {
      if (text.length() > LONGEST) {
        return refuse("", "The file is longer than 256 KB");
      }
      try {
        var root =
            new Compose(LoadSettings.builder().setAllowRecursiveKeys(false).build())
                .composeString(text);
        return root.isEmpty() ? refuse("", "The file is empty") : tree(root.get(), "", 0);
      } catch (MarkedYamlEngineException wrong) {
        wrong.getProblemMark().ifPresent(mark -> lines.put("", mark.getLine() + 1));
        return refuse("", "This is no YAML: " + wrong.getProblem());
      } catch (YamlEngineException wrong) {
        return refuse("", "This is no YAML: " + wrong.getMessage());
      }
    }

    private JsonNode tree(Node node, String pointer, int depth) {
      if (depth > DEEPEST) {
        return refuse(pointer, "Nested deeper than " + DEEPEST + " levels");
      }
      node.getStartMark().ifPresent(mark -> lines.putIfAbsent(pointer, mark.getLine() + 1));
      return switch (node) {
        case MappingNode mapping -> object(mapping, pointer, depth);
        case SequenceNode sequence -> array(sequence, pointer, depth);
        case ScalarNode scalar -> scalar(scalar);
        default -> refuse(pointer, "Unknown kind of node");
      };
    }

    private JsonNode object(MappingNode mapping, String pointer, int depth) {
      var object = JSON.objectNode();
      for (var tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          return refuse(pointer, "A key must be a word");
        }
        var child = pointer + "/" + Pointers.escaped(key.getValue());
        key.getStartMark().ifPresent(mark -> lines.put(child, mark.getLine() + 1));
        if (object.has(key.getValue())) {
          refuse(child, "'" + key.getValue() + "' stands twice. Merge the two");
        }
        object.set(key.getValue(), tree(tuple.getValueNode(), child, depth + 1));
      }
      return object;
    }

    private JsonNode array(SequenceNode sequence, String pointer, int depth) {
      var array = JSON.arrayNode();
      for (var item : sequence.getValue()) {
        array.add(tree(item, pointer + "/" + array.size(), depth + 1));
      }
      return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
      var text = scalar.getValue();
      if (scalar.getTag().equals(Tag.NULL)) {
        return JSON.nullNode();
      }
      if (scalar.getTag().equals(Tag.BOOL)) {
        return JSON.booleanNode(Boolean.parseBoolean(text));
      }
      if (scalar.getTag().equals(Tag.INT) && text.matches("-?[0-9]{1,9}")) {
        return JSON.numberNode(Integer.parseInt(text));
      }
      return JSON.stringNode(text);
    }

    private JsonNode refuse(String pointer, String message) {
      findings.add(new Finding(pointer, UNREADABLE, message));
      return JSON.objectNode();
    }
  }
}
