package dev.plimsoll.hostile;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How hostile layers are read in tests: one alone, or several laid one on another.
final class LayerAttempts {
  /// Small, so that what is beyond them is quickly made.
  static final Limits SMALL =
      new Limits(
          Bytes.ofMebi(1),
          Bytes.ofMebi(1),
          new Bytes(200_000),
          new Bytes(3_000_000),
          500,
          1_000,
          300,
          new Bytes(10_000),
          10,
          Duration.ofSeconds(20));

  /// Where the bytes of a layer come from, anew each time.
  interface Stored {
    InputStream open();
  }

  private LayerAttempts() {}

  /// One layer under the limits that count by default.
  static HostileCase.Attempt layer(byte[] stored) {
    return layer(Limits.defaults(), () -> new ByteArrayInputStream(stored));
  }

  static HostileCase.Attempt small(byte[] stored) {
    return layer(SMALL, () -> new ByteArrayInputStream(stored));
  }

  static HostileCase.Attempt layer(Limits limits, Stored stored) {
    return () -> String.join("; ", read(limits, stored).remarks());
  }

  /// Layers from the lowest up, as a container would see them.
  static HostileCase.Attempt overlay(Stored... layers) {
    return () -> {
      List<LayerContents> contents = new ArrayList<>();
      for (Stored layer : layers) {
        contents.add(read(Limits.defaults(), layer));
      }
      Overlay overlay = Overlay.of(contents, Limits.defaults(), soon());
      return String.join("; ", overlay.remarks());
    };
  }

  static HostileCase.Attempt overlay(byte[]... layers) {
    Stored[] stored = new Stored[layers.length];
    for (int i = 0; i < layers.length; i++) {
      byte[] bytes = layers[i];
      stored[i] = () -> new ByteArrayInputStream(bytes);
    }
    return overlay(stored);
  }

  private static LayerContents read(Limits limits, Stored stored) throws SourceException {
    return new LayerReader(limits, path -> path.endsWith(".list") ? 1 << 20 : 0)
        .read(stored.open(), "the layer", soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(2));
  }
}
