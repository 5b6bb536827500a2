package dev.plimsoll.fleet;

import static java.util.Comparator.comparing;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the images that run weigh together, and where: docs/fleet.md has the formulas.
///
/// `imageBytes` sums the images as if they shared nothing, `layerBytes` their unique layers,
/// of which `sharedBytes` are in two images or more. `nodeBytes` sums over `nodes` what each
/// holds. Bases and namespaces come heaviest first. `consolidation` is null where there are no
/// two bases.
public record Fleet(
    int images,
    int layers,
    Bytes imageBytes,
    Bytes layerBytes,
    Bytes sharedBytes,
    int nodes,
    Bytes nodeBytes,
    List<OfBase> bases,
    List<OfNamespace> namespaces,
    @Nullable Consolidation consolidation) {
  public Fleet {
    bases = List.copyOf(bases);
    namespaces = List.copyOf(namespaces);
  }

  /// A base by name: how many images stand on it, in how many variants (different layers under
  /// one name), and the bytes of its unique layers.
  public record OfBase(String name, int images, int variants, Bytes bytes) {}

  /// A namespace: its images, the bytes of its unique layers, and of those which run nowhere
  /// else.
  public record OfNamespace(String name, int images, Bytes bytes, Bytes own) {}

  /// What it would save to have all images with a known base stand on this one: how many images
  /// are to be built anew, and how many bytes of unique layers go.
  public record Consolidation(String base, int images, Bytes saving) {}

  /// Adds up a fleet; images of one digest count once.
  public static Fleet of(Collection<FleetImage> running) {
    Map<Digest, FleetImage> images = new LinkedHashMap<>();
    running.forEach(image -> images.put(image.digest(), image));
    Layers all = new Layers();
    Map<String, Layers> onNodes = new HashMap<>();
    Map<Digest, Integer> users = new HashMap<>();
    for (FleetImage image : images.values()) {
      all.add(image.layers());
      image.nodes().forEach(node -> layers(onNodes, node).add(image.layers()));
      new HashSet<>(image.layers()).forEach(layer -> users.merge(layer.digest(), 1, Integer::sum));
    }
    Bases bases = Bases.of(images.values());
    return new Fleet(
        images.size(),
        all.count(),
        images.values().stream().map(FleetImage::pullSize).reduce(Bytes.NONE, Bytes::plus),
        all.size(),
        shared(images.values(), users),
        onNodes.size(),
        onNodes.values().stream().map(Layers::size).reduce(Bytes.NONE, Bytes::plus),
        bases.heaviestFirst(),
        namespaces(images.values()),
        bases.consolidation());
  }

  /// How long so many compressed bytes take at a bandwidth in bits per second, unpacking apart.
  public static Duration pullTime(Bytes bytes, long bitsPerSecond) {
    if (bitsPerSecond <= 0) {
      throw new IllegalArgumentException("a bandwidth is more than nothing: " + bitsPerSecond);
    }
    return Duration.ofMillis(Math.round(bytes.count() * 8_000.0 / bitsPerSecond));
  }

  /// The layers of one image that another one has too, and those that none has.
  public static Map<Digest, Sharing> sharing(Collection<FleetImage> running) {
    Map<Digest, Set<Digest>> users = new HashMap<>();
    for (FleetImage image : running) {
      image
          .layers()
          .forEach(
              layer ->
                  users.computeIfAbsent(layer.digest(), _ -> new HashSet<>()).add(image.digest()));
    }
    Map<Digest, Sharing> sharing = new HashMap<>();
    for (FleetImage image : running) {
      Layers own = new Layers();
      Layers shared = new Layers();
      for (FleetLayer layer : image.layers()) {
        boolean alone = users.getOrDefault(layer.digest(), Set.of()).size() < 2;
        (alone ? own : shared).add(List.of(layer));
      }
      sharing.put(image.digest(), new Sharing(own.size(), shared.size()));
    }
    return sharing;
  }

  /// Bytes of layers that one image alone has, and of those that others have too.
  public record Sharing(Bytes own, Bytes shared) {}

  private static Bytes shared(Collection<FleetImage> images, Map<Digest, Integer> users) {
    Layers shared = new Layers();
    images.forEach(
        image ->
            shared.add(
                image.layers().stream()
                    .filter(layer -> users.getOrDefault(layer.digest(), 0) > 1)
                    .toList()));
    return shared.size();
  }

  private static List<OfNamespace> namespaces(Collection<FleetImage> images) {
    Map<String, Set<FleetImage>> byNamespace = new TreeMap<>();
    Map<Digest, Set<String>> placesOfLayers = new HashMap<>();
    for (FleetImage image : images) {
      for (String namespace : image.namespaces()) {
        byNamespace.computeIfAbsent(namespace, _ -> new HashSet<>()).add(image);
        image
            .layers()
            .forEach(
                layer ->
                    placesOfLayers
                        .computeIfAbsent(layer.digest(), _ -> new HashSet<>())
                        .add(namespace));
      }
    }
    List<OfNamespace> found = new ArrayList<>();
    byNamespace.forEach(
        (namespace, its) -> {
          Layers all = new Layers();
          Layers own = new Layers();
          for (FleetImage image : its) {
            all.add(image.layers());
            own.add(
                image.layers().stream()
                    .filter(
                        layer -> placesOfLayers.getOrDefault(layer.digest(), Set.of()).size() == 1)
                    .toList());
          }
          found.add(new OfNamespace(namespace, its.size(), all.size(), own.size()));
        });
    found.sort(comparing(OfNamespace::bytes).reversed().thenComparing(OfNamespace::name));
    return found;
  }

  private static Layers layers(Map<String, Layers> byPlace, String place) {
    return byPlace.computeIfAbsent(place, _ -> new Layers());
  }
}
