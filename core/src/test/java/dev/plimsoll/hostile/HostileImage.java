package dev.plimsoll.hostile;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.hostile.LayerAttempts.Stored;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A source of one image whose manifests say what they like and whose layers are made while they
/// are read; nothing is checked against its digest.
final class HostileImage implements ImageSource {
  private static final Reference NAME = Reference.parse("registry.example.com/evil:1");
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final List<Platform> JUDGED = List.of(Platform.LINUX_AMD64);

  private final Map<Digest, Manifest> manifests = new HashMap<>();
  private final Map<Digest, Stored> layers = new HashMap<>();
  private List<Digest> diffIds = List.of();

  /// A digest that nothing has, by its name.
  static Digest digest(String name) {
    return TestImage.digestOf(name.getBytes(StandardCharsets.UTF_8));
  }

  /// Looks at an image of these layers, the lowest first, with honest diffIDs.
  static HostileCase.Attempt honest(Stored... layers) {
    return () -> {
      List<Digest> diffIds = new ArrayList<>();
      for (Stored layer : layers) {
        diffIds.add(
            new LayerReader(Limits.defaults(), KeptFiles.NONE)
                .read(layer.open(), "the layer", Deadline.in(Duration.ofMinutes(1)))
                .diffId());
      }
      return image(List.of(layers), diffIds).inspect();
    };
  }

  /// Looks at an image whose config tells no true diffID.
  static HostileCase.Attempt lying(Stored... layers) {
    return () ->
        image(List.of(layers), Collections.nCopies(layers.length, digest("no layer"))).inspect();
  }

  /// Looks at an image of one layer, again and again.
  static HostileCase.Attempt repeating(int times, Stored layer) {
    return () -> {
      Digest diffId =
          new LayerReader(Limits.defaults(), KeptFiles.NONE)
              .read(layer.open(), "the layer", Deadline.in(Duration.ofMinutes(1)))
              .diffId();
      HostileImage source = new HostileImage();
      Digest digest = digest("layer");
      source.layers.put(digest, layer);
      source.diffIds = Collections.nCopies(times, diffId);
      source.manifests.put(
          digest("top"), source.manifest(Collections.nCopies(times, descriptor(LAYER, digest))));
      return source.inspect();
    };
  }

  /// Looks at an index: `entries` name what each index holds, all else being images.
  static HostileCase.Attempt index(Map<String, List<String>> entries) {
    return () -> {
      HostileImage source = new HostileImage();
      entries.forEach(
          (name, held) -> {
            List<Descriptor> descriptors =
                held.stream()
                    .map(e -> descriptor(entries.containsKey(e) ? INDEX : IMAGE, digest(e)))
                    .toList();
            source.manifests.put(digest(name), new Manifest.OfIndex(descriptors, Map.of()));
          });
      return source.inspect();
    };
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) {
    return digest("top");
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline) {
    return manifests.getOrDefault(digest, manifest(List.of()));
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline) {
    return new ImageConfig(
        Platform.LINUX_AMD64,
        "app",
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        diffIds,
        Collections.nCopies(diffIds.size(), new HistoryEntry("ADD evil /", false)));
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    Stored stored = layers.get(layer.digest());
    if (stored == null) {
      throw new SourceException.NotFound("reading " + layer.digest() + ": there is none");
    }
    return stored.open();
  }

  private static HostileImage image(List<Stored> layers, List<Digest> diffIds) {
    HostileImage source = new HostileImage();
    List<Descriptor> descriptors = new ArrayList<>();
    for (Stored layer : layers) {
      Digest digest = digest("layer " + descriptors.size());
      source.layers.put(digest, layer);
      descriptors.add(descriptor(LAYER, digest));
    }
    source.diffIds = diffIds;
    source.manifests.put(digest("top"), source.manifest(descriptors));
    return source;
  }

  private Manifest manifest(List<Descriptor> descriptors) {
    return new Manifest.OfImage(descriptor("config", digest("config")), descriptors, Map.of());
  }

  private static Descriptor descriptor(String type, Digest digest) {
    return new Descriptor(type, digest, new Bytes(1_000), null, Map.of());
  }

  private String inspect() throws Uninspected {
    ImageInspector.Resources little =
        new ImageInspector.Resources(2, Bytes.ofMebi(8), Bytes.ofMebi(8));
    try (ImageInspector inspector = new ImageInspector(this, Limits.defaults(), little)) {
      Deadline deadline = Deadline.in(Duration.ofMinutes(3));
      List<Inspection> inspections =
          inspector.inspect(
              new InspectionRequest(NAME, JUDGED, Depth.FILES, Duration.ZERO, deadline));
      return switch (inspections.getFirst()) {
        case Uninspectable unread -> throw new Uninspected(unread.why());
        case Inspected read when read.shortfall() != null ->
            throw new Uninspected(read.shortfall());
        case Inspected read ->
            String.join("; ", read.facts().files().map(FileFacts::remarks).orElseThrow());
      };
    }
  }
}
