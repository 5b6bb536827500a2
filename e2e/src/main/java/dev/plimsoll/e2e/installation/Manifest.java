package dev.plimsoll.e2e.installation;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One object as somebody would apply it: its text, and what the text says.
public record Manifest(String text, Map<?, ?> content) {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---.*$");

  /// The objects in a stream of YAML documents; empty ones are passed over.
  public static List<Manifest> all(String yaml) {
    return Stream.of(SEPARATOR.split(yaml))
        .map(text -> new Manifest(text, content(text)))
        .filter(manifest -> !manifest.content().isEmpty())
        .toList();
  }

  /// The same as one stream.
  public static String stream(List<Manifest> manifests) {
    return String.join("\n---\n", manifests.stream().map(Manifest::text).toList());
  }

  private static Map<?, ?> content(String text) {
    Map<?, ?> content = Serialization.unmarshal(text, Map.class);
    return content == null ? Map.of() : content;
  }

  public String kind() {
    return String.valueOf(content.get("kind"));
  }

  public String name() {
    return String.valueOf(metadata().get("name"));
  }

  public @Nullable String namespace() {
    return (String) metadata().get("namespace");
  }

  /// Kind, namespace and name, by which two objects are the same one.
  public String identity() {
    return kind() + " " + (namespace() == null ? "" : namespace() + "/") + name();
  }

  /// The value of an annotation, or null.
  public @Nullable String annotation(String key) {
    return metadata().get("annotations") instanceof Map<?, ?> annotations
        ? (String) annotations.get(key)
        : null;
  }

  private Map<?, ?> metadata() {
    return (Map<?, ?>) content.get("metadata");
  }
}
