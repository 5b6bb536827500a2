package dev.plimsoll.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads the documents of one YAML (or JSON) text; empty ones are left out.
///
/// Anchors and merge keys are followed as `kubectl` follows them; a key that stands twice, or
/// aliases that unfold into more than there is room for, are faults.
public final class YamlReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_VALUES = 1_000_000;
  private static final int DEEPEST = 200;
  private static final String MERGE = "<<";

  private final String file;
  private final Map<String, Integer> lines = new HashMap<>();
  private int values;

  private YamlReader(String file) {
    this.file = file;
  }

  /// The documents of `text`; `file` is what people call it.
  public static List<YamlDocument> read(String file, String text) throws YamlException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new CoreSchema())
            .setCodePointLimit(64 << 20)
            .build();
    List<YamlDocument> documents = new ArrayList<>();
    try {
      for (Node node : new Compose(settings).composeAllFromString(text)) {
        YamlReader reader = new YamlReader(file);
        JsonNode root = reader.value(node, "", 0);
        if (!root.isNull()) {
          Place place = new Place(file, lineOf(node));
          documents.add(new YamlDocument(place, root, reader.lines));
        }
      }
    } catch (MarkedYamlEngineException e) {
      throw new YamlException(
          new Place(file, line(e.getProblemMark())), "this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new YamlException(new Place(file, 1), "this is no YAML: " + oneLine(e));
    } catch (StackOverflowError _) {
      throw new YamlException(
          new Place(file, 1), "values lie in one another deeper than is read; nest them less");
    }
    return documents;
  }

  private JsonNode value(Node node, String path, int depth) throws YamlException {
    if (++values > MOST_VALUES || depth > DEEPEST) {
      throw fault(node, "there are more values here than are read; write them out in fewer");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> sequence(sequence, path, depth);
      case MappingNode mapping -> mapping(mapping, path, depth);
      default -> throw fault(node, "this refers to something that is not there");
    };
  }

  private ArrayNode sequence(SequenceNode sequence, String path, int depth) throws YamlException {
    ArrayNode array = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      String at = path + "[" + array.size() + "]";
      lines.put(at, lineOf(item));
      array.add(value(item, at, depth + 1));
    }
    return array;
  }

  private ObjectNode mapping(MappingNode mapping, String path, int depth) throws YamlException {
    ObjectNode object = JSON.objectNode();
    ObjectNode merged = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw fault(entry.getKeyNode(), "a key must be plain text");
      }
      String name = key.getValue();
      if (name.equals(MERGE) && key.isPlain()) {
        merge(entry.getValueNode(), path, depth, merged);
        continue;
      }
      if (object.has(name)) {
        throw fault(key, "\"" + name + "\" is written twice; keep one");
      }
      String at = path.isEmpty() ? name : path + "." + name;
      lines.put(at, lineOf(key));
      object.set(name, value(entry.getValueNode(), at, depth + 1));
    }
    merged.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    return object;
  }

  /// What `<<` brings in: of several mappings the first that has a key counts.
  private void merge(Node from, String path, int depth, ObjectNode into) throws YamlException {
    List<Node> sources = from instanceof SequenceNode several ? several.getValue() : List.of(from);
    for (Node source : sources) {
      if (!(value(source, path, depth + 1) instanceof ObjectNode object)) {
        throw fault(source, "<< takes a mapping, or several in a list");
      }
      object.properties().forEach(field -> into.putIfAbsent(field.getKey(), field.getValue()));
    }
  }

  private static JsonNode scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    try {
      if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      }
      if (tag.equals(Tag.BOOL)) {
        return JSON.booleanNode(Boolean.parseBoolean(text));
      }
      if (tag.equals(Tag.INT)) {
        return integer(text);
      }
      return tag.equals(Tag.FLOAT) ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    } catch (NumberFormatException _) {
      // .inf, .nan and the like, which JSON has no number for.
      return JSON.textNode(text);
    }
  }

  private static JsonNode integer(String text) {
    BigInteger number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return number.bitLength() < Long.SIZE
        ? JSON.numberNode(number.longValue())
        : JSON.numberNode(number);
  }

  private YamlException fault(Node node, String fault) {
    return new YamlException(new Place(file, lineOf(node)), fault);
  }

  private static int lineOf(Node node) {
    return line(node.getStartMark());
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(1);
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read").strip();
  }
}
