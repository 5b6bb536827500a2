package dev.plimsoll.image;

import java.util.List;
import java.util.Map;

/// What a reference resolves to: one image, or an index of images per platform.
public sealed interface Manifest {
  Map<String, String> annotations();

  /// An image: its config and its layers, lowest first (OCI image spec, manifest.md; Docker
  /// schema 2).
  record OfImage(Descriptor config, List<Descriptor> layers, Map<String, String> annotations)
      implements Manifest {
    public OfImage {
      layers = List.copyOf(layers);
      annotations = Map.copyOf(annotations);
    }

    /// The sum of the compressed layers: what a node without any of them downloads.
    public Bytes pullSize() {
      return layers.stream().map(Descriptor::size).reduce(Bytes.NONE, Bytes::plus);
    }
  }

  /// An index (OCI image spec, image-index.md; Docker manifest list): one manifest per platform,
  /// and attestations, whose platform is `unknown/unknown`.
  record OfIndex(List<Descriptor> manifests, Map<String, String> annotations) implements Manifest {
    public OfIndex {
      manifests = List.copyOf(manifests);
      annotations = Map.copyOf(annotations);
    }
  }
}
