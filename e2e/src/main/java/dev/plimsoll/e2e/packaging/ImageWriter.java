package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.OciLayout.Descriptor;
import dev.plimsoll.e2e.packaging.OciLayout.Layer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes configs, manifests and what is attached to them into a layout.
record ImageWriter(OciLayout layout, Architecture architecture, Instant time) {
  static final String NAME = "org.opencontainers.image.ref.name";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  /// Writes an image and lists it under a name.
  ///
  /// @param runs what the config says of running it: `User`, `Entrypoint` and so on
  /// @param facts its labels and annotations, which say the same
  Descriptor image(
      String name, List<Layer> layers, Map<String, Object> runs, Map<String, String> facts) {
    Descriptor config = layout.json(CONFIG, config(layers, runs, facts));
    Map<String, Object> manifest = manifest();
    manifest.put("config", config.json());
    manifest.put("layers", layers.stream().map(layer -> layer.descriptor().json()).toList());
    manifest.put("annotations", new TreeMap<>(facts));
    Descriptor descriptor = layout.json(OciLayout.MANIFEST, manifest);
    layout.list(
        descriptor,
        Map.of(
            "annotations",
            Map.of(NAME, name),
            "platform",
            new TreeMap<>(Map.of("architecture", architecture.label(), "os", "linux"))));
    return descriptor;
  }

  /// Attaches a document to an image, so that whoever has the image's digest finds it.
  Descriptor attach(Descriptor subject, String type, byte[] document) {
    Descriptor config = layout.bytes(EMPTY, OciLayout.utf8("{}"));
    Map<String, Object> manifest = manifest();
    manifest.put("artifactType", type);
    manifest.put("config", config.json());
    manifest.put("layers", List.of(layout.bytes(type, document).json()));
    manifest.put("subject", subject.json());
    manifest.put("annotations", Map.of("org.opencontainers.image.created", time.toString()));
    Descriptor descriptor = layout.json(OciLayout.MANIFEST, manifest);
    layout.list(descriptor, Map.of("artifactType", type));
    return descriptor;
  }

  private static Map<String, Object> manifest() {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", OciLayout.MANIFEST);
    return manifest;
  }

  private Map<String, Object> config(
      List<Layer> layers, Map<String, Object> runs, Map<String, String> facts) {
    Map<String, Object> inner = new TreeMap<>(runs);
    inner.put("Labels", new TreeMap<>(facts));
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("type", "layers");
    files.put("diff_ids", layers.stream().map(Layer::diffId).toList());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("created", time.toString());
    config.put("architecture", architecture.label());
    config.put("os", "linux");
    config.put("config", inner);
    config.put("rootfs", files);
    config.put("history", history(layers, inner));
    return config;
  }

  private List<Map<String, Object>> history(List<Layer> layers, Map<String, Object> runs) {
    List<Map<String, Object>> history = new ArrayList<>();
    for (Layer layer : layers) {
      history.add(step(layer.instruction()));
    }
    for (String key : List.of("User", "Entrypoint")) {
      if (runs.containsKey(key)) {
        Map<String, Object> step =
            step(key.toUpperCase(java.util.Locale.ROOT) + " " + runs.get(key));
        step.put("empty_layer", true);
        history.add(step);
      }
    }
    return history;
  }

  private Map<String, Object> step(String instruction) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("created", time.toString());
    step.put("created_by", instruction);
    return step;
  }
}
