package dev.plimsoll.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.reference.Reference;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Scans images of an OCI layout, one after another, in a process that knew none of them, and
/// prints what that took: `ScanOnce LAYOUT DIGEST...`. One line of JSON for each image, with what
/// this process has used when it was read, its own start included.
final class ScanOnce {
  private ScanOnce() {}

  public static void main(String[] arguments) {
    Path layout = Path.of(arguments[0]);
    ImageInspector.Resources resources =
        new ImageInspector.Resources(
            Runtime.getRuntime().availableProcessors(), Bytes.ofMebi(32), Bytes.ofMebi(32));
    try (ImageInspector inspector =
        new ImageInspector(new LayoutImages(layout), Limits.defaults(), resources)) {
      for (String digest : List.of(arguments).subList(1, arguments.length)) {
        long start = System.nanoTime();
        Facts facts = scan(inspector, Reference.parse("layout.test/image@" + digest));
        print(facts, System.nanoTime() - start);
      }
    }
  }

  private static Facts scan(ImageInspector inspector, Reference reference) {
    Inspection inspection =
        inspector
            .inspect(
                new InspectionRequest(
                    reference,
                    List.of(),
                    Depth.FILES,
                    Duration.ofHours(1),
                    Deadline.in(Duration.ofMinutes(10))))
            .getFirst();
    return switch (inspection) {
      case Inspection.Inspected(Facts facts, var shortfall) when shortfall == null -> facts;
      case Inspection.Inspected(Facts _, var shortfall) ->
          throw new IllegalStateException(String.valueOf(shortfall));
      case Inspection.Uninspectable(var why, var _) ->
          throw new IllegalStateException(why.detail());
    };
  }

  private static void print(Facts facts, long nanoseconds) {
    FileFacts files = facts.files().orElseThrow();
    System.out.printf(
        "{\"milliseconds\": %d, \"cpuMilliseconds\": %d, \"heapPeak\": %d, \"files\": %d,"
            + " \"packages\": %d, \"pull\": %d, \"disk\": %d}%n",
        nanoseconds / 1_000_000,
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
            / 1_000_000,
        heapPeak(),
        files.groups().stream().mapToLong(FileGroup::files).sum(),
        files.packages().size(),
        facts.pullSize().count(),
        files.diskSize().count());
  }

  /// The most that each part of the heap held at once.
  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
