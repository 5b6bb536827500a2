package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The practices that the articles teach, as docs/rules/practices.yaml lists them.
record Practices(List<Practice> all) {
  /// A practice: what an article says, and the rules that answer it, or why none can.
  record Practice(
      String id,
      String article,
      String says,
      List<String> rules,
      String undecidable,
      String image) {
    /// Whether tests of the rules show it, rather than an image.
    boolean isShownByAnImage() {
      return !image.isEmpty();
    }
  }

  /// Reads practices.yaml of a directory.
  static Practices in(Path directory) {
    try {
      String text = Files.readString(directory.resolve("practices.yaml"));
      JsonNode root = new KubernetesSerialization().unmarshal(text, JsonNode.class);
      List<Practice> practices = new ArrayList<>();
      root.path("practices").forEach(node -> practices.add(practice(node)));
      return new Practices(List.copyOf(practices));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Practice> answeredBy(String rule) {
    return all.stream().filter(practice -> practice.rules().contains(rule)).toList();
  }

  private static Practice practice(JsonNode node) {
    List<String> rules = new ArrayList<>();
    node.path("rules").forEach(rule -> rules.add(rule.asText()));
    return new Practice(
        node.path("id").asText(),
        node.path("article").asText(),
        node.path("says").asText(),
        List.copyOf(rules),
        node.path("undecidable").asText(""),
        node.path("image").asText(""));
  }
}
