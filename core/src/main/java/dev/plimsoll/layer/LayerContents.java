package dev.plimsoll.layer;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What one layer holds: its entries with their sizes, a few small files, its diffID as computed
/// from its bytes. Knows nothing of the layers below.
public final class LayerContents {
  /// A remark: probes found more than may be kept.
  public static final String NO_ROOM =
      "holds more to be looked into than there is room for; some was not read";

  /// How a remark ends on a file that would have been kept.
  public static final String TOO_LARGE = ", too large to be read";

  /// A remark: there are more than are kept.
  public static final String CROWDED = "has more that was not read or understood than is told here";

  private final EntryTable entries;
  private final Digest diffId;
  private final Bytes stored;
  private final Bytes archive;
  private final List<String> remarks;

  LayerContents(
      EntryTable entries, Digest diffId, Bytes stored, Bytes archive, List<String> remarks) {
    this.entries = entries;
    this.diffId = diffId;
    this.stored = stored;
    this.archive = archive;
    this.remarks = List.copyOf(remarks);
  }

  EntryTable table() {
    return entries;
  }

  /// How many entries there are, directories and whiteouts included.
  public int entries() {
    return entries.size();
  }

  /// The bytes of the small files that were kept.
  public Bytes kept() {
    return new Bytes(entries.contentBytes());
  }

  /// The SHA-256 of the archive, unpacked.
  public Digest diffId() {
    return diffId;
  }

  /// The layer's size as stored.
  public Bytes stored() {
    return stored;
  }

  /// The archive's size, unpacked.
  public Bytes archive() {
    return archive;
  }

  /// The stored bytes that belong to no entry: the archive's end, and checksums.
  public Bytes overhead() {
    long ofEntries = IntStream.range(0, entries.size()).mapToLong(entries::pull).sum();
    return stored.minus(new Bytes(ofEntries));
  }

  /// What was not understood or not kept, as sentences without a subject.
  public List<String> remarks() {
    return remarks;
  }

  /// How this, a table of contents, differs from the layer that it is said to be of.
  public Optional<Disagreement> disagreementWith(LayerContents read) {
    return Disagreement.between(this, read);
  }

  /// The memory that this takes up, in bytes.
  public long weight() {
    return entries.weight() + 1000;
  }
}
