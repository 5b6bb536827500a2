package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a manifest or an index says of a blob it points to (OCI image spec, descriptor.md).
public record Descriptor(
    String mediaType,
    Digest digest,
    Bytes size,
    @Nullable Platform platform,
    Map<String, String> annotations) {
  public Descriptor {
    annotations = Map.copyOf(annotations);
  }
}
