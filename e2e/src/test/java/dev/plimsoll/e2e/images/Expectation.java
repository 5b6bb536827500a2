package dev.plimsoll.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What `expected.yaml`, written by hand beside a Dockerfile, says of an image: for each rule
/// whether it fires, and for `compiler` in which layers (from 0), by which instruction, base or
/// own.
record Expectation(String image, boolean withHistory, JsonNode rules) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path IMAGES = SourceTree.root().resolve("e2e/images");

  static List<Expectation> of(List<String> images) {
    Map<String, JsonNode> byImage = byImage();
    return byImage.keySet().stream()
        .filter(images::contains)
        .map(image -> of(image, byImage))
        .toList();
  }

  /// What is expected of the whole catalogue in these images.
  static List<ExpectedFindings> findings(List<String> images) {
    return byImage().entrySet().stream()
        .filter(e -> images.contains(e.getKey()))
        .map(e -> ExpectedFindings.of(e.getKey(), e.getValue()))
        .toList();
  }

  private static Map<String, JsonNode> byImage() {
    try (Stream<Path> files = Files.walk(IMAGES)) {
      Map<String, JsonNode> byImage = new TreeMap<>();
      for (Path file : files.filter(f -> f.endsWith("expected.yaml")).toList()) {
        JsonNode root = YAML.readTree(file.toFile());
        byImage.put(root.path("image").asText(), root);
      }
      return byImage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expectation of(String image, Map<String, JsonNode> byImage) {
    JsonNode own = byImage.get(image);
    JsonNode like = own.has("like") ? byImage.get(own.path("like").asText()) : own;
    return new Expectation(image, own.path("history").asBoolean(true), like.path("rules"));
  }

  boolean fires(String rule) {
    JsonNode fires = rules.path(rule).path("fires");
    if (!fires.isBoolean()) {
      throw new IllegalStateException(
          image + ": expected.yaml does not say whether " + rule + " fires");
    }
    return fires.asBoolean();
  }

  /// The layers with compilers, by number from 1.
  Map<Integer, JsonNode> compilerLayers() {
    Map<Integer, JsonNode> layers = new TreeMap<>();
    rules
        .path("compiler")
        .path("layers")
        .properties()
        .forEach(e -> layers.put(Integer.parseInt(e.getKey()) + 1, e.getValue()));
    return layers;
  }

  @Override
  public String toString() {
    return image;
  }
}
