package dev.plimsoll.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Changes values of a JSON document and leaves the rest as it is: what a builder of bad faith
/// would write, where changed bytes are mostly no JSON at all.
final class JsonMutator {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "0",
          "1.5",
          "1e400",
          "9223372036854775807",
          "9223372036854775808",
          "true",
          "\"\"",
          "\"\\u0000\"",
          "\"sha256:\"",
          "\"sha256:../x\"",
          "[]",
          "[null]",
          "{}",
          "[[]]",
          "{\"\":null}");

  private final SplittableRandom random;

  JsonMutator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// The document with one value or a few changed.
  byte[] changed(byte[] document) {
    try {
      JsonNode root = JSON.readTree(document);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        change(root);
      }
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void change(JsonNode root) throws IOException {
    List<JsonNode> holders = new ArrayList<>();
    collect(root, holders);
    if (holders.isEmpty()) {
      return;
    }
    JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    switch (holders.get(random.nextInt(holders.size()))) {
      case ArrayNode array -> array.set(random.nextInt(array.size()), value);
      case ObjectNode object -> {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.set(names.get(random.nextInt(names.size())), value);
      }
      default -> throw new IllegalStateException("only lists and objects hold values");
    }
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode() && !node.isEmpty()) {
      holders.add(node);
    }
    node.forEach(child -> collect(child, holders));
  }
}
