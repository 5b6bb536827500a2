package dev.plimsoll.layer;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.FileProbe.Look;
import dev.plimsoll.layer.FileProbe.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows several probes one file at once: each the places it asks for, in one pass.
final class Probing {
  /// What all probes may see of one file together; what they need is far less.
  private static final int MOST_SEEN = 8 << 20;

  private static final int MOST_LOOKS_AT_ONE = 10_000;

  private final TarReader tar;
  private final byte[] head;
  private final long size;
  private long position;
  private int seen;

  /// A probe's look, and what it wants next.
  private static final class Wish {
    private final String probe;
    private final Look look;
    private byte[] bytes = new byte[0];
    private long from;
    private int filled;
    private int asked;

    Wish(String probe, Look look) {
      this.probe = probe;
      this.look = look;
    }

    long end() {
      return from + bytes.length;
    }
  }

  /// What one probe found in a file.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(String probe, byte[] bytes) {}

  /// `head` are the file's first bytes, which were read from the archive already.
  Probing(TarReader tar, byte[] head, long size) {
    this.tar = tar;
    this.head = head;
    this.size = size;
  }

  /// Goes through the file as far as any of the probes wants.
  List<Found> show(String path, List<FileProbe> probes) throws SourceException {
    List<Wish> wishes = new ArrayList<>();
    for (FileProbe probe : probes) {
      Look look = probe.look(path, size, head);
      if (look != null) {
        wishes.add(new Wish(probe.name(), look));
      }
    }
    if (wishes.isEmpty()) {
      return List.of();
    }
    List<Wish> active = new ArrayList<>(wishes);
    active.removeIf(wish -> !asks(wish));
    while (!active.isEmpty()) {
      long end = active.stream().mapToLong(Wish::end).min().orElseThrow();
      long from = active.stream().mapToLong(wish -> wish.from + wish.filled).min().orElseThrow();
      byte[] bytes = read(Math.max(from, position), end);
      active.forEach(wish -> give(wish, position - bytes.length, bytes));
      active.removeIf(wish -> wish.end() <= position && !isGoingOn(wish));
    }
    return wishes.stream()
        .map(wish -> new Found(wish.probe, wish.look.found()))
        .filter(found -> found.bytes.length > 0)
        .toList();
  }

  private boolean isGoingOn(Wish wish) {
    wish.look.see(wish.bytes);
    return asks(wish);
  }

  /// Takes down what a look wants next; false where that is nothing, or nothing it may have.
  private boolean asks(Wish wish) {
    @Nullable Range range = wish.look.next();
    if (range == null || range.from() < position || range.from() >= size) {
      return false;
    }
    int length = (int) Math.min(range.length(), size - range.from());
    seen += length;
    if (length <= 0 || seen > MOST_SEEN || seen < 0 || wish.asked++ > MOST_LOOKS_AT_ONE) {
      return false;
    }
    wish.from = range.from();
    wish.bytes = new byte[length];
    wish.filled = 0;
    return true;
  }

  private static void give(Wish wish, long at, byte[] bytes) {
    long wanted = wish.from + wish.filled;
    long skip = wanted - at;
    if (skip >= 0 && skip < bytes.length) {
      int count = (int) Math.min(bytes.length - skip, wish.bytes.length - wish.filled);
      System.arraycopy(bytes, (int) skip, wish.bytes, wish.filled, count);
      wish.filled += count;
    }
  }

  /// The file's bytes from one place to another; what lies before is passed over.
  private byte[] read(long from, long to) throws SourceException {
    byte[] bytes = new byte[(int) (to - from)];
    int known = 0;
    if (from < head.length) {
      known = (int) Math.min(to, head.length) - (int) from;
      System.arraycopy(head, (int) from, bytes, 0, known);
    }
    if (known < bytes.length) {
      tar.skip(from + known - Math.max(position, head.length));
      byte[] rest = new byte[bytes.length - known];
      tar.read(rest);
      System.arraycopy(rest, 0, bytes, known, rest.length);
    }
    position = to;
    return bytes;
  }
}
