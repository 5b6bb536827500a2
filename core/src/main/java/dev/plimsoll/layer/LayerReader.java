package dev.plimsoll.layer;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.toc.ListedArchive;
import dev.plimsoll.layer.toc.TableOfContents;
import dev.plimsoll.layer.unpack.StoredBytes;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

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

  /// Reads a layer's table of contents instead of the layer, where there is one and the ranges give
  /// it: the same entries, nothing of what is in files, all of it provisional. The diffID is as
  /// the config claims it.
  public Optional<LayerContents> list(
      Descriptor layer,
      Digest diffId,
      TableOfContents.Ranges ranges,
      String name,
      Deadline deadline)
      throws SourceException {
    Optional<TableOfContents> table = TableOfContents.of(layer);
    String sentences = "the table of contents of " + name;
    Optional<InputStream> part =
        table.isEmpty() ? Optional.empty() : table.get().open(ranges, sentences);
    if (table.isEmpty() || part.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = part.get()) {
      ListedArchive archive =
          new ListedArchive(
              table.get(),
              in,
              layer.size().count(),
              stored -> new StoredBytes(stored, sentences, limits, deadline));
      return Optional.of(list(archive, layer, diffId));
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable(sentences + " broke off: " + e.getMessage(), e);
    }
  }

  private LayerContents list(ListedArchive archive, Descriptor layer, Digest diffId)
      throws SourceException {
    StoredBytes stored = archive.stored();
    try (LayerStream stream = new LayerStream(stored, archive, limits)) {
      EntryReader entries = new EntryReader(stream, stored, limits, KeptFiles.NONE, List.of());
      entries.readAll();
      archive.verify();
      stream.finish();
      return entries.contents(diffId, layer.size(), new Bytes(stream.position()));
    }
  }
}
