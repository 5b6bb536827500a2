package dev.plimsoll.cli.inspection;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How far the reading of layers has come: layers, bytes, rate, time left.
public final class Progress {
  private final Map<Digest, Long> expected = new ConcurrentHashMap<>();
  private final LongAdder read = new LongAdder();
  private final AtomicInteger finished = new AtomicInteger();
  private final long begun = System.nanoTime();
  private volatile @Nullable Reference current;

  void expect(List<Descriptor> layers) {
    layers.forEach(layer -> expected.put(layer.digest(), layer.size().count()));
  }

  void begin(Reference image) {
    current = image;
  }

  void read(long bytes) {
    read.add(bytes);
  }

  void finish() {
    finished.incrementAndGet();
  }

  /// One line for people, figures first since its end may be cut off, or empty while there is
  /// nothing to wait for.
  public String line() {
    Reference image = current;
    if (image == null) {
      return "";
    }
    long total = expected.values().stream().mapToLong(Long::longValue).sum();
    long done = Math.min(read.sum(), total);
    double seconds = Math.max(0.001, (System.nanoTime() - begun) / 1e9);
    long rate = (long) (done / seconds);
    String left = rate == 0 ? "" : ", %d s left".formatted((total - done + rate - 1) / rate);
    return "layer %d of %d, %s of %s, %s/s%s: reading %s"
        .formatted(
            Math.min(finished.get() + 1, expected.size()),
            expected.size(),
            new Bytes(done),
            new Bytes(total),
            new Bytes(rate),
            left,
            name(image));
  }

  /// As it was named, its digest in short.
  private static String name(Reference image) {
    Digest digest = image.digest();
    return digest == null
        ? image.toString()
        : image.toString().replace(digest.toString(), digest.abbreviated());
  }
}
