package dev.plimsoll.cli.fleet;

import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.cli.cluster.ClusterReports.Reported;
import dev.plimsoll.fleet.FleetImage;
import dev.plimsoll.fleet.FleetLayer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An image that runs, as its report has it, and where it runs. `names` are what workloads call
/// it, `pods` how many run it.
public record FleetEntry(
    Reported report, List<String> names, Set<String> namespaces, Set<String> nodes, int pods) {
  public FleetEntry {
    names = names.stream().distinct().sorted().toList();
    namespaces = Set.copyOf(namespaces);
    nodes = Set.copyOf(nodes);
  }

  public Digest digest() {
    return report.digest();
  }

  /// What a workload calls it; where none runs it by a name, its repository and digest.
  public String name() {
    if (!names.isEmpty()) {
      return names.getFirst() + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }
    String repository = report.spec().repository();
    return (repository == null ? "" : repository + "@") + digest().abbreviated();
  }

  /// Its figures: an image without any is no part of a fleet.
  public ImageReportSpec.Figures figures() {
    return Objects.requireNonNull(report.spec().image());
  }

  public Bytes pull() {
    return new Bytes(figures().pullBytes());
  }

  /// Null where its files were not read.
  public @Nullable Bytes disk() {
    Long bytes = figures().diskBytes();
    return bytes == null ? null : new Bytes(bytes);
  }

  /// Compressed bytes that go when all that rules find in it is mended.
  public Bytes reclaimable() {
    ImageReportSpec.Found found = report.spec().found();
    return new Bytes(found == null ? 0 : found.reclaimableBytes());
  }

  public int findings() {
    ImageReportSpec.Found found = report.spec().found();
    return found == null ? 0 : found.findings();
  }

  /// Its base, where one is known.
  public @Nullable String base() {
    return figures().base();
  }

  /// Its layers, lowest first.
  public List<FleetLayer> layers() {
    return report.spec().layers().stream()
        .map(
            layer ->
                new FleetLayer(
                    Digest.parse(layer.digest()), new Bytes(layer.bytes()), layer.base()))
        .toList();
  }

  /// The same, for adding up.
  FleetImage weighed() {
    return new FleetImage(digest(), layers(), namedBase(), namespaces, nodes);
  }

  /// A report writes the operating system in brackets where nobody knows the base.
  private @Nullable String namedBase() {
    String base = base();
    return base == null || base.startsWith("(") ? null : base;
  }
}
