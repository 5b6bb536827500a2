package dev.plimsoll.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Security;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a Pod or a pod template (core/v1, PodTemplateSpec): labels, containers, users,
/// and what the images are pulled with.
final class PodTemplateReader {
  private final Map<String, String> labels = new HashMap<>();
  private final List<Container> containers = new ArrayList<>();
  private final List<String> pullSecrets = new ArrayList<>();
  private Security podSecurity = Security.UNSET;
  private String serviceAccount = "";

  private PodTemplateReader() {}

  static PodTemplate read(JsonSlice template) throws IOException {
    PodTemplateReader reader = new PodTemplateReader();
    try (JsonParser parser = template.parser()) {
      reader.readTemplate(parser);
    }
    return new PodTemplate(
        reader.labels,
        reader.containers.stream().map(c -> c.under(reader.podSecurity)).toList(),
        reader.pull());
  }

  private PullAccess pull() {
    return new PullAccess(
        pullSecrets, serviceAccount.isEmpty() ? PullAccess.DEFAULT_ACCOUNT : serviceAccount);
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
        case "volumes" -> readVolumes(parser);
        case "securityContext" -> podSecurity = readSecurity(parser);
        case "imagePullSecrets" -> readPullSecrets(parser);
        case "serviceAccountName" -> serviceAccount = parser.getValueAsString("");
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
    Container container = new Container(place);
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> container.name = parser.getValueAsString("");
        case "image" -> container.image = parser.getValueAsString("");
        case "securityContext" -> container.security = readSecurity(parser);
        case "command" -> container.command = readTexts(parser);
        case "args" -> container.arguments = readTexts(parser);
        case "env" -> readEnvironment(parser, container.environment);
        case "restartPolicy" -> container.kind = restarted(place, parser.getValueAsString(""));
        default -> parser.skipChildren();
      }
    }
    return container;
  }

  private static @Nullable List<String> readTexts(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return null;
    }
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return texts;
  }

  /// Values that come from elsewhere are not known here.
  private static void readEnvironment(JsonParser parser, Map<String, String> environment)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (JsonSlice.entersObject(parser)) {
        readVariable(parser, environment);
      }
    }
  }

  private static void readVariable(JsonParser parser, Map<String, String> environment)
      throws IOException {
    String name = "";
    String value = null;
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getValueAsString("");
        case "value" -> value = parser.getValueAsString("");
        default -> parser.skipChildren();
      }
    }
    if (value != null) {
      environment.put(name, value);
    }
  }

  private void readPullSecrets(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = readText(parser, "name");
      if (!name.isEmpty()) {
        pullSecrets.add(name);
      }
    }
  }

  private void readVolumes(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (JsonSlice.entersObject(parser)) {
        readVolume(parser);
      }
    }
  }

  /// Most volumes are no images; of one that is, only the reference matters.
  private void readVolume(JsonParser parser) throws IOException {
    String name = "";
    String image = "";
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getValueAsString("");
        case "image" -> image = readText(parser, "reference");
        default -> parser.skipChildren();
      }
    }
    if (!image.isEmpty()) {
      Container volume = new Container(ContainerKind.IMAGE_VOLUME);
      volume.name = name;
      volume.image = image;
      containers.add(volume);
    }
  }

  /// The one field of an object that matters, or nothing.
  private static String readText(JsonParser parser, String field) throws IOException {
    String text = "";
    if (JsonSlice.entersObject(parser)) {
      while (JsonSlice.nextField(parser)) {
        boolean isAsked = parser.currentName().equals(field);
        parser.nextToken();
        if (isAsked) {
          text = parser.getValueAsString("");
        } else {
          parser.skipChildren();
        }
      }
    }
    return text;
  }

  private static ContainerKind restarted(ContainerKind place, String restartPolicy) {
    return place == ContainerKind.INIT_CONTAINER && restartPolicy.equals("Always")
        ? ContainerKind.SIDECAR
        : place;
  }

  private static Security readSecurity(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return Security.UNSET;
    }
    Long user = null;
    Boolean nonRoot = null;
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT && field.equals("runAsUser")) {
        user = parser.getLongValue();
      } else if (value.isBoolean() && field.equals("runAsNonRoot")) {
        nonRoot = parser.getBooleanValue();
      } else {
        parser.skipChildren();
      }
    }
    return new Security(user, nonRoot);
  }

  /// A container as it stands, before its Pod's security context is known.
  private static final class Container {
    private final Map<String, String> environment = new HashMap<>();
    private ContainerKind kind;
    private String name = "";
    private String image = "";
    private Security security = Security.UNSET;
    private @Nullable List<String> command;
    private @Nullable List<String> arguments;

    Container(ContainerKind kind) {
      this.kind = kind;
    }

    ContainerImage under(Security pod) {
      return new ContainerImage(
          kind,
          image,
          new ContainerContext(
              name, security.over(pod), command, arguments, environment, null, null));
    }
  }
}
