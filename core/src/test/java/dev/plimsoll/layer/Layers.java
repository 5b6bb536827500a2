package dev.plimsoll.layer;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Layers of tests, read and laid one on another.
public final class Layers {
  /// What a layer is to hold.
  public interface Contents extends Consumer<LayerBuilder> {}

  private Layers() {}

  /// Reads stored bytes with the default limits, keeping what is asked for.
  public static LayerContents read(byte[] stored, KeptFiles kept) throws SourceException {
    return read(stored, kept, Limits.defaults());
  }

  public static LayerContents read(byte[] stored, KeptFiles kept, Limits limits)
      throws SourceException {
    return new LayerReader(limits, kept)
        .read(
            new ByteArrayInputStream(stored), "layer sha256:0", Deadline.in(Duration.ofMinutes(1)));
  }

  /// Layers from the lowest up, as an overlay.
  public static Overlay overlay(KeptFiles kept, Contents... layers) throws SourceException {
    return overlay(kept, List.of(layers));
  }

  public static Overlay overlay(KeptFiles kept, List<Contents> layers) throws SourceException {
    List<LayerContents> read = new ArrayList<>();
    for (Contents contents : layers) {
      LayerBuilder layer = LayerBuilder.layer();
      contents.accept(layer);
      read.add(read(ImageBuilder.gzip(layer.tar()), kept));
    }
    return overlay(read);
  }

  /// Layers that were read, from the lowest up, as an overlay.
  public static Overlay overlay(List<LayerContents> read) throws SourceException {
    return Overlay.of(read, Limits.defaults(), Deadline.in(Duration.ofMinutes(1)));
  }
}
