package dev.plimsoll.layer;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;
import dev.plimsoll.reference.Digest;
import java.io.InputStream;
import java.util.List;

/// Reads layers, each once and as a stream, within limits.
public final class LayerReader {
  private final Limits limits;
  private final KeptFiles kept;
  private final List<FileProbe> probes;

  public LayerReader(Limits limits, KeptFiles kept) {
    this(limits, kept, List.of());
  }

  /// A reader that keeps these files, and looks into others by these probes.
  public LayerReader(Limits limits, KeptFiles kept, List<FileProbe> probes) {
    this.limits = limits;
    this.kept = kept;
    this.probes = List.copyOf(probes);
  }

  /// Reads a layer to its end, so that whoever checks the stream's digest sees all of it.
  ///
  /// `name` is what sentences call the layer. The stream is not closed.
  public LayerContents read(InputStream stored, String name, Deadline deadline)
      throws SourceException {
    StoredBytes bytes = new StoredBytes(stored, name, limits, deadline);
    try (LayerStream stream = new LayerStream(bytes, limits)) {
      EntryReader entries = new EntryReader(stream, bytes, limits, kept, probes);
      entries.readAll();
      Digest diffId = stream.finish();
      return entries.contents(diffId, new Bytes(bytes.position()), new Bytes(stream.position()));
    }
  }
}
