package dev.plimsoll.layer.toc;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a layer's table of contents stands, as the layer's descriptor says.
public sealed interface TableOfContents {
  /// Larger ones are not read; some sixty stored bytes for an entry are usual.
  Bytes LARGEST = Bytes.ofMebi(64);

  /// In the last gzip member before the footer; `digest` is that of its JSON.
  record Estargz(long layer, Digest digest) implements TableOfContents {}

  /// In a zstd frame of its own; `digest` is that of the frame.
  record ZstdChunked(long from, long length, Digest digest) implements TableOfContents {}

  /// Parts of one layer; empty where the source reads none.
  interface Ranges {
    Optional<InputStream> read(long from, long length) throws SourceException;
  }

  /// Where the table is, if the descriptor names one with its digest.
  static Optional<TableOfContents> of(Descriptor layer) {
    long size = layer.size().count();
    Digest estargz = digest(layer.annotations().get("containerd.io/snapshot/stargz/toc.digest"));
    if (estargz != null && size > EstargzFooter.SIZE) {
      return Optional.of(new Estargz(size, estargz));
    }
    String chunked = "io.github.containers.zstd-chunked.manifest-";
    Digest checksum = digest(layer.annotations().get(chunked + "checksum"));
    Matcher place =
        Place.PATTERN.matcher(layer.annotations().getOrDefault(chunked + "position", ""));
    if (checksum == null || !place.matches()) {
      return Optional.empty();
    }
    long from = Long.parseLong(place.group(1));
    long length = Long.parseLong(place.group(2));
    boolean inside = length > 0 && length <= LARGEST.count() && from <= size - length;
    return inside ? Optional.of(new ZstdChunked(from, length, checksum)) : Optional.empty();
  }

  /// The stored bytes of the table: one range, or two. `name` is what sentences call the table.
  default Optional<InputStream> open(Ranges ranges, String name) throws SourceException {
    return switch (this) {
      case Estargz(long size, _) -> EstargzFooter.table(ranges, size, name);
      case ZstdChunked(long from, long length, _) -> ranges.read(from, length);
    };
  }

  private static @Nullable Digest digest(@Nullable String text) {
    try {
      Digest digest = text == null ? null : Digest.parse(text);
      return digest != null && digest.algorithm().equals("sha256") ? digest : null;
    } catch (InvalidReferenceException _) {
      return null;
    }
  }

  /// What the annotation of zstd:chunked holds: offset, length, length unpacked, kind of table.
  final class Place {
    private static final Pattern PATTERN = Pattern.compile("(\\d{1,18}):(\\d{1,18}):\\d{1,18}:1");

    private Place() {}
  }
}
