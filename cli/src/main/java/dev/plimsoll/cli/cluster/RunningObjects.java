package dev.plimsoll.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.manifest.ManifestWorkload;
import dev.plimsoll.cli.manifest.ManifestWorkload.PlacedImage;
import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.Workload;
import dev.plimsoll.workload.WorkloadKind;
import dev.plimsoll.workload.WorkloadReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What runs containers in a cluster: objects, each under the one at the top that made it, and
/// the digests that nodes report.
public final class RunningObjects {
  /// The resources that `kubectl get` is asked for.
  static final String RESOURCES =
      String.join(",", WorkloadKind.ALL.stream().map(WorkloadKind::fullName).toList());

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final Set<String> OVER = Set.of("Complete", "Failed");

  private final Map<String, Found> byUid = new LinkedHashMap<>();

  /// An object as far as it is kept: `template` is null where another one made it, `ended` says
  /// that it runs no more.
  private record Found(
      WorkloadKind kind,
      String namespace,
      String name,
      @Nullable String controller,
      @Nullable Workload template,
      boolean ended,
      List<Runs> runs) {
    String title() {
      return kind.kind() + " " + namespace + "/" + name;
    }
  }

  /// A container of a Pod, as its node has it.
  private record Runs(String container, String image, Digest digest, @Nullable String node) {}

  /// Takes note of an object; of kinds that run no containers, and of mirrors of static Pods, none
  /// is taken.
  void add(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    WorkloadKind kind = kindOf(object);
    if (kind == null
        || metadata.path("annotations").has("kubernetes.io/config.mirror")
        || metadata.has("deletionTimestamp")) {
      return;
    }
    JsonNode controller = controllerOf(metadata);
    boolean made = controller != null && kindOf(controller) != null;
    byUid.put(
        metadata.path("uid").asText(),
        new Found(
            kind,
            metadata.path("namespace").asText(),
            metadata.path("name").asText(),
            controller == null ? null : controller.path("uid").asText(),
            made ? null : workload(object, kind),
            hasEnded(object, kind),
            kind.isPod() ? runs(object) : List.of()));
  }

  private static @Nullable WorkloadKind kindOf(JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String kind = object.path("kind").asText();
    return WorkloadKind.ALL.stream()
        .filter(one -> one.group().equals(group) && one.kind().equals(kind))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable JsonNode controllerOf(JsonNode metadata) {
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner;
      }
    }
    return null;
  }

  /// Through the webhook's own reader, so that both see the same containers and users.
  private static Workload workload(ObjectNode object, WorkloadKind kind) {
    try {
      return WorkloadReader.read(JsonSlice.of(object.toString().getBytes(UTF_8)), kind);
    } catch (IOException e) {
      throw new IllegalStateException("a tree is well-formed JSON", e);
    }
  }

  private static boolean hasEnded(ObjectNode object, WorkloadKind kind) {
    if (kind.isPod()) {
      return ENDED.contains(object.at("/status/phase").asText());
    }
    for (JsonNode condition : object.at("/status/conditions")) {
      if (kind.kind().equals("Job")
          && OVER.contains(condition.path("type").asText())
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }

  private static List<Runs> runs(ObjectNode pod) {
    Map<String, String> images = new HashMap<>();
    JsonNode spec = pod.path("spec");
    Stream.of("initContainers", "containers")
        .flatMap(field -> spec.path(field).valueStream())
        .forEach(one -> images.put(one.path("name").asText(), one.path("image").asText()));
    String node = spec.path("nodeName").asText();
    List<Runs> runs = new ArrayList<>();
    Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(field -> pod.path("status").path(field).valueStream())
        .forEach(
            status -> {
              String container = status.path("name").asText();
              Digest digest = digestIn(status.path("imageID").asText());
              if (digest != null && images.containsKey(container)) {
                String image = Objects.requireNonNull(images.get(container));
                runs.add(new Runs(container, image, digest, node.isEmpty() ? null : node));
              }
            });
    return runs;
  }

  /// A runtime writes `repository@digest`; a bare digest is that of a config, which says nothing
  /// here.
  private static @Nullable Digest digestIn(String imageId) {
    int at = imageId.lastIndexOf('@');
    try {
      return at < 0 ? null : Digest.parse(imageId.substring(at + 1));
    } catch (InvalidReferenceException _) {
      return null;
    }
  }

  /// What runs by digest, of Pods that have not come to their end.
  public List<RunningImage> images() {
    List<RunningImage> images = new ArrayList<>();
    byUid.forEach(
        (uid, found) -> {
          if (!found.ended()) {
            String title = topOf(uid).title();
            found
                .runs()
                .forEach(
                    one ->
                        images.add(
                            new RunningImage(
                                found.namespace(),
                                title,
                                found.name(),
                                one.node(),
                                one.container(),
                                one.image(),
                                one.digest())));
          }
        });
    return images;
  }

  /// The workloads that nothing else made, by namespace, kind and name; each image by the digest
  /// that runs, and twice where two do.
  public List<ManifestWorkload> workloads() {
    Map<String, Map<String, Set<Digest>>> digests = new HashMap<>();
    byUid.forEach(
        (uid, found) -> {
          if (!found.ended()) {
            Map<String, Set<Digest>> its =
                digests.computeIfAbsent(topOf(uid).title(), _ -> new HashMap<>());
            found
                .runs()
                .forEach(
                    one ->
                        its.computeIfAbsent(
                                key(one.container(), one.image()), _ -> new LinkedHashSet<>())
                            .add(one.digest()));
          }
        });
    return byUid.values().stream()
        .filter(found -> found.template() != null && !found.ended())
        .sorted(
            Comparator.comparing(Found::namespace)
                .thenComparing(found -> found.kind().kind())
                .thenComparing(Found::name))
        .map(found -> workload(found, digests.getOrDefault(found.title(), Map.of())))
        .toList();
  }

  private static ManifestWorkload workload(Found found, Map<String, Set<Digest>> digests) {
    Workload workload = Objects.requireNonNull(found.template());
    Place place =
        Place.ofObject(
            "%s/%s -n %s".formatted(found.kind().fullName(), found.name(), found.namespace()));
    List<PlacedImage> images = new ArrayList<>();
    for (ContainerImage image : workload.template().images()) {
      Set<Digest> runs = digests.getOrDefault(key(image.container(), image.image()), Set.of());
      runs.forEach(digest -> images.add(new PlacedImage(image, place, digest)));
      if (runs.isEmpty()) {
        images.add(new PlacedImage(image, place));
      }
    }
    return new ManifestWorkload(
        found.kind().isPod(),
        found.title(),
        found.namespace(),
        place,
        workload.template().labels(),
        images);
  }

  private static String key(String container, String image) {
    return container + " " + image;
  }

  private Found topOf(String uid) {
    Found top = Objects.requireNonNull(byUid.get(uid));
    Set<String> seen = new HashSet<>();
    while (top.controller() != null
        && byUid.containsKey(top.controller())
        && seen.add(top.controller())) {
      top = Objects.requireNonNull(byUid.get(top.controller()));
    }
    return top;
  }
}
