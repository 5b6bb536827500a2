package dev.plimsoll.packages.language;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON that package managers leave in images, read as far as it makes sense.
final class Json {
  private static final int MOST_NAMES = 20_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxStringLength(1 << 20)
                .maxNameLength(1 << 14)
                .maxNumberLength(32)
                .maxTokenCount(2_000_000)
                .build());
  }

  private Json() {}

  /// The document, or null where the text is none.
  static @Nullable JsonNode read(byte[] text) {
    try {
      @Nullable JsonNode document = JSON.readTree(text);
      return document;
    } catch (IOException _) {
      return null;
    }
  }

  /// A member that is a text; empty where there is none.
  static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isTextual() ? value.textValue() : "";
  }

  /// The names of an object's members.
  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (names.size() < MOST_NAMES) {
        names.add(member.getKey());
      }
    }
    return names;
  }
}
