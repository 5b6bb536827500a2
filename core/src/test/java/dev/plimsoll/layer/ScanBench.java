package dev.plimsoll.layer;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/// Compares reading a gzip layer with draining it: `ScanBench LAYER.tar.gz [ROUNDS]`. Rounds
/// alternate, the best of each counts; processor time beside wall time, since the diffID is
/// computed on a second core where one is free.
final class ScanBench {
  private ScanBench() {}

  private record Took(long wall, long cpu) {
    Took best(Took other) {
      return new Took(Math.min(wall, other.wall), Math.min(cpu, other.cpu));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] args) throws IOException {
    Path layer = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Took drain = new Took(Long.MAX_VALUE, Long.MAX_VALUE);
    Took scan = drain;
    for (int round = 0; round < rounds; round++) {
      drain = drain.best(time(() -> drain(layer)));
      scan = scan.best(time(() -> scan(layer)));
    }
    LayerContents contents = scan(layer);
    System.gc();
    Runtime memory = Runtime.getRuntime();
    System.out.printf(
        "%s: %d entries, %s stored, %s unpacked%n",
        layer.getFileName(), contents.entries(), contents.stored(), contents.archive());
    System.out.printf(
        "drain %.2f s (cpu %.2f), scan %.2f s (cpu %.2f): wall x%.3f, cpu x%.3f%n",
        drain.wall / 1e9,
        drain.cpu / 1e9,
        scan.wall / 1e9,
        scan.cpu / 1e9,
        (double) scan.wall / drain.wall,
        (double) scan.cpu / drain.cpu);
    System.out.printf(
        "contents weigh %.1f MiB; heap in use after collection %.1f MiB%n",
        contents.weight() / 1048576.0, (memory.totalMemory() - memory.freeMemory()) / 1048576.0);
  }

  private static void drain(Path layer) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(layer), 1 << 16)) {
      while (in.read(buffer) >= 0) {
        // nothing to do with it
      }
    }
  }

  private static LayerContents scan(Path layer) throws IOException {
    try (InputStream in = Files.newInputStream(layer)) {
      return new LayerReader(Limits.defaults(), PackageInventory.databases())
          .read(in, "layer", Deadline.in(Duration.ofMinutes(5)));
    }
  }

  private static Took time(Work work) throws IOException {
    long cpu = processorTime();
    long start = System.nanoTime();
    work.run();
    return new Took(System.nanoTime() - start, processorTime() - cpu);
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
