package dev.plimsoll.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plimsoll.rule.ContainerContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a Pod or a pod template (core/v1, PodTemplateSpec): labels, containers, users.
final class PodTemplateReader {
  private final Map<String, String> labels = new HashMap<>();
  private final List<Container> containers = new ArrayList<>();
  private @Nullable Long podUser;

  private PodTemplateReader() {}

  static PodTemplate read(JsonSlice template) throws IOException {
    PodTemplateReader reader = new PodTemplateReader();
    try (JsonParser parser = template.parser()) {
      reader.readTemplate(parser);
    }
    return new PodTemplate(
        reader.labels, reader.containers.stream().map(c -> c.under(reader.podUser)).toList());
  }

  private void readTemplate(JsonParser parser) throws IOException {
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "metadata" -> readMetadata(parser);
        case "spec" -> readSpec(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      boolean isLabels = parser.currentName().equals("labels");
      parser.nextToken();
      if (isLabels) {
        readLabels(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readLabels(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      String label = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        labels.put(label, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readSpec(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "containers" -> readContainers(parser, ContainerKind.CONTAINER);
        case "initContainers" -> readContainers(parser, ContainerKind.INIT_CONTAINER);
        case "ephemeralContainers" -> readContainers(parser, ContainerKind.EPHEMERAL_CONTAINER);
        case "securityContext" -> podUser = readUser(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readContainers(JsonParser parser, ContainerKind kind) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        containers.add(readContainer(parser, kind));
      } else {
        parser.skipChildren();
      }
    }
  }

  private static Container readContainer(JsonParser parser, ContainerKind place)
      throws IOException {
    ContainerKind kind = place;
    String name = "";
    String image = "";
    Long user = null;
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getValueAsString("");
        case "image" -> image = parser.getValueAsString("");
        case "securityContext" -> user = readUser(parser);
        case "restartPolicy" -> kind = restarted(place, parser.getValueAsString(""));
        default -> parser.skipChildren();
      }
    }
    return new Container(kind, name, image, user);
  }

  private static ContainerKind restarted(ContainerKind place, String restartPolicy) {
    return place == ContainerKind.INIT_CONTAINER && restartPolicy.equals("Always")
        ? ContainerKind.SIDECAR
        : place;
  }

  private static @Nullable Long readUser(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return null;
    }
    Long user = null;
    while (JsonSlice.nextField(parser)) {
      boolean isUser = parser.currentName().equals("runAsUser");
      if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isUser) {
        user = parser.getLongValue();
      } else {
        parser.skipChildren();
      }
    }
    return user;
  }

  /// A container as it stands, before its Pod's security context is known.
  private record Container(ContainerKind kind, String name, String image, @Nullable Long user) {
    ContainerImage under(@Nullable Long podUser) {
      return new ContainerImage(
          kind, image, new ContainerContext(name, user == null ? podUser : user));
    }
  }
}
