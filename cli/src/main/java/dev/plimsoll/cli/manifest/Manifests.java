package dev.plimsoll.cli.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.cli.manifest.ManifestWorkload.PlacedImage;
import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.cli.yaml.YamlDocument;
import dev.plimsoll.cli.yaml.YamlException;
import dev.plimsoll.cli.yaml.YamlReader;
import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.Workload;
import dev.plimsoll.workload.WorkloadKind;
import dev.plimsoll.workload.WorkloadReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the workloads in manifests, also those in a `List`; objects of other kinds are passed
/// over, but where they have a Pod template they are judged as the Pods they make, with a remark.
public final class Manifests {
  private final @Nullable String defaultNamespace;
  private final List<WorkloadKind> kinds;
  private final List<ManifestWorkload> workloads = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int documents;

  /// `defaultNamespace` is that of objects that name none, where it is known; `kinds` are those
  /// that admission is asked about.
  public Manifests(@Nullable String defaultNamespace, List<WorkloadKind> kinds) {
    this.defaultNamespace = defaultNamespace;
    this.kinds = List.copyOf(kinds);
  }

  public List<ManifestWorkload> workloads() {
    return workloads;
  }

  /// How many documents there were, whatever is in them.
  public int documents() {
    return documents;
  }

  public List<String> remarks() {
    return remarks;
  }

  /// Adds the workloads of one text; `file` is what people call it.
  public void add(String file, String text) throws YamlException {
    for (YamlDocument document : YamlReader.read(file, text)) {
      documents++;
      add(document);
    }
  }

  private void add(YamlDocument document) {
    JsonNode items = document.root().path("items");
    if (document.text("kind").endsWith("List") && items.isArray()) {
      for (int i = 0; i < items.size(); i++) {
        add(document.part("items[" + i + "]", items.get(i)));
      }
      return;
    }
    Optional<WorkloadKind> kind = kindOf(document);
    if (kind.isPresent()) {
      workloads.add(workload(document, kind.get()));
    } else if (document.root().at("/spec/template/spec/containers").isArray()) {
      WorkloadKind maker = new WorkloadKind("", "", document.text("kind"), "spec", "template");
      workloads.add(workload(document, maker));
      remarks.add(
          "%s: %s is no kind that admission is asked about, unless plimsoll.extra-workloads names it"
                  .formatted(document.place(), document.text("kind"))
              + " (then give --extra-workload); it is judged as the Pods it makes");
    }
  }

  private Optional<WorkloadKind> kindOf(YamlDocument document) {
    String apiVersion = document.text("apiVersion");
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return kinds.stream()
        .filter(kind -> kind.group().equals(group) && kind.kind().equals(document.text("kind")))
        .findFirst();
  }

  private ManifestWorkload workload(YamlDocument document, WorkloadKind kind) {
    Workload workload = read(document, kind);
    String own = document.text("metadata", "namespace");
    String namespace = own.isEmpty() ? defaultNamespace : own;
    String name = workload.name().isEmpty() ? "without a name" : workload.name();
    String title = kind.kind() + " " + (namespace == null ? name : namespace + "/" + name);
    List<PlacedImage> images =
        workload.template().images().stream()
            .map(image -> new PlacedImage(image, placeOf(image, document, kind)))
            .toList();
    return new ManifestWorkload(
        kind.isPod() || !kinds.contains(kind),
        title,
        namespace,
        document.place(),
        workload.template().labels(),
        images);
  }

  /// Through the webhook's own reader, so that both see the same containers and users.
  private static Workload read(YamlDocument document, WorkloadKind kind) {
    try {
      byte[] json = document.root().toString().getBytes(UTF_8);
      return WorkloadReader.read(JsonSlice.of(json), kind);
    } catch (IOException e) {
      throw new IllegalStateException("a tree is well-formed JSON", e);
    }
  }

  private static Place placeOf(ContainerImage image, YamlDocument document, WorkloadKind kind) {
    String field =
        switch (image.kind()) {
          case CONTAINER -> "containers";
          case INIT_CONTAINER, SIDECAR -> "initContainers";
          case EPHEMERAL_CONTAINER -> "ephemeralContainers";
          case IMAGE_VOLUME -> "volumes";
        };
    List<String> path = new ArrayList<>(kind.podTemplatePath());
    path.add("spec");
    path.add(field);
    JsonNode containers = document.root().at("/" + String.join("/", path));
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).path("name").asText("").equals(image.container())) {
        return document.placeOf(String.join(".", path) + "[" + i + "].image");
      }
    }
    return document.placeOf(String.join(".", path));
  }
}
