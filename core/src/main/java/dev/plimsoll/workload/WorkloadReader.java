package dev.plimsoll.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an object's name, whether it is being deleted, and where its pod template is; the
/// template itself is left to [PodTemplateReader].
public final class WorkloadReader {
  private static final JsonSlice NOTHING = JsonSlice.of("{}".getBytes(StandardCharsets.US_ASCII));

  private final JsonSlice object;
  private final List<String> path;
  private String name = "";
  private String generateName = "";
  private boolean beingDeleted;
  private @Nullable JsonSlice template;

  private WorkloadReader(JsonSlice object, WorkloadKind kind) {
    this.object = object;
    this.path = kind.podTemplatePath();
    this.template = kind.isPod() ? object : null;
  }

  /// Reads an object of this kind; throws where it is no JSON, or a number in it is none.
  public static Workload read(JsonSlice object, WorkloadKind kind) throws IOException {
    try {
      return new WorkloadReader(object, kind).read();
    } catch (ArithmeticException e) {
      throw new IOException("a number is out of range", e);
    }
  }

  private Workload read() throws IOException {
    try (JsonParser parser = object.parser()) {
      while (JsonSlice.nextField(parser)) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("metadata")) {
          readMetadata(parser);
        } else {
          descend(parser, field, 0);
        }
      }
    }
    JsonSlice text = template == null ? NOTHING : template;
    return new Workload(
        name.isEmpty() ? generateName : name, beingDeleted, PodTemplateReader.read(text), text);
  }

  private void descend(JsonParser parser, String field, int depth) throws IOException {
    boolean onTheWay = depth < path.size() && path.get(depth).equals(field);
    if (!onTheWay || parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
    } else if (depth == path.size() - 1) {
      template = object.valueAt(parser);
    } else {
      while (JsonSlice.nextField(parser)) {
        String inner = parser.currentName();
        parser.nextToken();
        descend(parser, inner, depth + 1);
      }
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getValueAsString("");
        case "generateName" -> generateName = parser.getValueAsString("");
        case "deletionTimestamp" -> beingDeleted = value == JsonToken.VALUE_STRING;
        default -> parser.skipChildren();
      }
    }
  }
}
