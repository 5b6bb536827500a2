package dev.plimsoll.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.ThreadMXBean;
import dev.plimsoll.image.SourceException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A short run of one target: the seeds, then changed ones, the same in every run.
///
/// A fault is any throwable but the one that is meant for bad input, or an input of this size
/// that takes more time or memory than any needs.
final class FuzzRun {
  private static final long MOST_NANOS = 3_000_000_000L;
  private static final long MOST_ALLOCATED = 256L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget target;
  private final List<byte[]> seeds;
  private final Mutator mutator;
  private final JsonMutator json;
  private int inputs;

  FuzzRun(FuzzTarget target, long seed) {
    this.target = target;
    this.seeds = Seeds.of(target);
    this.json = new JsonMutator(seed);
    this.mutator = new Mutator(seed, Seeds.words(target));
  }

  /// How many inputs were read.
  int inputs() {
    return inputs;
  }

  /// Reads the seeds and then changed ones, until so many were read or so much processor time is
  /// used up; the first fault, as a sentence, or null where there is none.
  @Nullable String firstFault(int most, long cpuNanos) {
    long from = THREADS.getCurrentThreadCpuTime();
    for (byte[] good : Seeds.good(target)) {
      String fault = fault(good, true);
      if (fault != null) {
        return fault;
      }
    }
    for (byte[] seed : seeds) {
      String fault = fault(seed, false);
      if (fault != null) {
        return fault;
      }
    }
    while (inputs < most && THREADS.getCurrentThreadCpuTime() - from < cpuNanos) {
      byte[] input = next();
      if (target == FuzzTarget.LAYER && (inputs & 7) != 0) {
        mendChecksums(input);
      }
      String fault = fault(input, false);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private byte[] next() {
    boolean document = target == FuzzTarget.MANIFEST || target == FuzzTarget.CONFIG;
    if (!document || (inputs & 1) != 0) {
      return mutator.next(seeds);
    }
    List<byte[]> good = Seeds.good(target);
    return json.changed(good.get(inputs / 2 % good.size()));
  }

  private @Nullable String fault(byte[] input, boolean good) {
    inputs++;
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    try {
      target.read(input);
    } catch (SourceException e) {
      if (good) {
        return describe(input, "a good input is refused: " + e.getMessage());
      }
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      return describe(input, e.toString() + " at " + e.getStackTrace()[0]);
    }
    long used = THREADS.getCurrentThreadCpuTime() - nanos;
    if (used > MOST_NANOS) {
      return describe(input, "it took " + used / 1_000_000 + " ms");
    }
    long taken = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    return taken > MOST_ALLOCATED ? describe(input, "it took " + (taken >> 20) + " MiB") : null;
  }

  private String describe(byte[] input, String what) {
    String shown = input.length > 4096 ? input.length + " bytes" : HexFormat.of().formatHex(input);
    return "input %d of %s: %s: %s".formatted(inputs, target, what, shown);
  }

  /// Nearly every change breaks a header's checksum, and nothing behind it would be reached.
  static void mendChecksums(byte[] tar) {
    for (int at = 0; at + 512 <= tar.length; at += 512) {
      if (tar[at + 257] == 'u') {
        int sum = 0;
        for (int i = at; i < at + 512; i++) {
          sum += i >= at + 148 && i < at + 156 ? ' ' : tar[i] & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(US_ASCII);
        System.arraycopy(digits, 0, tar, at + 148, 8);
      }
    }
  }
}
