package dev.plimsoll.packages.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.FileProbe;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks into executables for what Go's linker says of their making, and keeps it: Go's version,
/// a newline, then lines of words with tabs between them.
///
/// It is in the writable segment, at a multiple of 16 bytes, where Go 1.18 and later put it as two
/// texts with their lengths before them. Older ones have pointers there, which are not followed.
final class GoProbe implements FileProbe {
  static final String NAME = "go-program";

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(ISO_8859_1);
  private static final int TEXTS = 32;
  private static final int FLAGS = 15;
  private static final int INLINE = 2;
  private static final int STEP = 256 << 10;
  private static final int MOST_SEARCHED = 4 << 20;
  private static final int LONGEST = 1 << 20;
  private static final int MOST_SEGMENTS = 128;
  private static final int LOADED = 1;
  private static final int WRITABLE = 2;

  /// Random bytes that Go puts around the second text.
  private static final int MARK = 16;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Look look(String path, long size, byte[] head) {
    boolean elf = head.length == HEAD && Arrays.equals(head, 0, 4, ELF, 0, 4);
    return elf ? new Program(head) : null;
  }

  /// One executable: its segments, then its data until the texts are there whole.
  private static final class Program implements Look {
    private final boolean wide;
    private final ByteOrder order;
    private final long segments;
    private final int segmentLength;
    private final int segmentCount;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private byte[] found = new byte[0];
    private @Nullable Range next;
    private boolean inData;
    private int searched;

    Program(byte[] head) {
      wide = head[4] == 2;
      order = head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      ByteBuffer bytes = ByteBuffer.wrap(head.clone()).order(order);
      segments = wide ? bytes.getLong(32) : bytes.getInt(28) & 0xffff_ffffL;
      segmentLength = bytes.getShort(wide ? 54 : 42) & 0xffff;
      segmentCount = bytes.getShort(wide ? 56 : 44) & 0xffff;
      boolean sound = segmentLength >= (wide ? 56 : 32) && segmentCount <= MOST_SEGMENTS;
      next = sound && segmentCount > 0 ? new Range(segments, segmentLength * segmentCount) : null;
    }

    @Override
    public @Nullable Range next() {
      return next;
    }

    @Override
    public void see(byte[] bytes) {
      Range seen = next;
      next = null;
      if (seen == null) {
        return;
      }
      if (!inData) {
        inData = true;
        next = data(ByteBuffer.wrap(bytes).order(order));
        return;
      }
      searched += bytes.length;
      int magic = kept.size() > 0 ? 0 : magicIn(bytes, seen.from());
      if (magic < 0) {
        goOn(seen, searched < MOST_SEARCHED);
      } else {
        kept.write(bytes, magic, bytes.length - magic);
        boolean whole = readTexts(kept.toByteArray());
        goOn(seen, !whole && kept.size() < LONGEST);
      }
    }

    @Override
    public byte[] found() {
      return found;
    }

    private void goOn(Range seen, boolean more) {
      next = more ? new Range(seen.end(), STEP) : null;
    }

    /// Where the first writable segment begins in the file.
    private @Nullable Range data(ByteBuffer headers) {
      for (int i = 0; (i + 1) * segmentLength <= headers.limit(); i++) {
        int at = i * segmentLength;
        int flags = headers.getInt(at + (wide ? 4 : 24));
        if (headers.getInt(at) == LOADED && (flags & WRITABLE) != 0) {
          long offset = wide ? headers.getLong(at + 8) : headers.getInt(at + 4) & 0xffff_ffffL;
          return new Range(offset, STEP - (int) (offset & 15));
        }
      }
      return null;
    }

    private static int magicIn(byte[] bytes, long from) {
      for (int at = (int) (-from & 15); at + MAGIC.length <= bytes.length; at += 16) {
        if (bytes[at] == MAGIC[0]
            && Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
          return at;
        }
      }
      return -1;
    }

    /// Whether nothing more has to be seen.
    private boolean readTexts(byte[] info) {
      if (info.length < TEXTS || (info[FLAGS] & INLINE) == 0) {
        return info.length >= TEXTS;
      }
      int[] at = {TEXTS};
      byte[] version = text(info, at);
      byte[] modules = version == null ? null : text(info, at);
      if (version == null || modules == null) {
        return false;
      }
      boolean marked = modules.length > 2 * MARK && modules[modules.length - MARK - 1] == '\n';
      String lines = marked ? new String(modules, MARK, modules.length - 2 * MARK, UTF_8) : "";
      found = (new String(version, US_ASCII).strip() + "\n" + lines).getBytes(UTF_8);
      return true;
    }

    /// The text there, its length before it; null where it is not there whole.
    private static byte @Nullable [] text(byte[] info, int[] at) {
      long length = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        if (at[0] >= info.length) {
          return null;
        }
        int b = info[at[0]++];
        length |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          break;
        }
      }
      if (length > info.length - at[0]) {
        return null;
      }
      byte[] text = Arrays.copyOfRange(info, at[0], at[0] + (int) length);
      at[0] += (int) length;
      return text;
    }
  }
}
