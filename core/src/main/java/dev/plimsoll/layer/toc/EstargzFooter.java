package dev.plimsoll.layer.toc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last 51 bytes of an eStargz layer: an empty gzip member whose extra field tells where the
/// member with the table of contents begins (stargz-snapshotter, docs/estargz.md).
final class EstargzFooter {
  static final int SIZE = 51;

  private static final int EXTRA_FIELD = 12;
  private static final Pattern FIELD = Pattern.compile("SG\26\0([0-9a-f]{16})STARGZ");

  private EstargzFooter() {}

  /// The stored bytes of the member with the table.
  static Optional<InputStream> table(TableOfContents.Ranges ranges, long size, String name)
      throws SourceException {
    Optional<InputStream> footer = ranges.read(size - SIZE, SIZE);
    if (footer.isEmpty()) {
      return Optional.empty();
    }
    long from = offset(footer.get(), name);
    long length = size - SIZE - from;
    if (from < 0 || length <= 0 || length > TableOfContents.LARGEST.count()) {
      throw new SourceException.Malformed(name + " does not stand where its footer says");
    }
    return ranges.read(from, length);
  }

  private static long offset(InputStream footer, String name) throws SourceException {
    byte[] bytes;
    try (footer) {
      bytes = footer.readNBytes(SIZE);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable(name + " broke off: " + e.getMessage(), e);
    }
    String text = new String(bytes, US_ASCII);
    Matcher field = FIELD.matcher(text);
    if (bytes.length < SIZE || !field.find(EXTRA_FIELD) || field.start() != EXTRA_FIELD) {
      throw new SourceException.Malformed(name + " has no footer that tells where it stands");
    }
    return Long.parseUnsignedLong(field.group(1), 16);
  }
}
