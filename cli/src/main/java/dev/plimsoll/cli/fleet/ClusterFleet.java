package dev.plimsoll.cli.fleet;

import dev.plimsoll.api.v1alpha1.ImageReportSpec.PlatformImage;
import dev.plimsoll.cli.cluster.ClusterReports;
import dev.plimsoll.cli.cluster.ClusterReports.Reported;
import dev.plimsoll.cli.cluster.RunningImage;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All images that run in a cluster, or in a namespace of it. `unread` are the digests that run
/// and of which no report tells the layers; `bandwidth` is in bits per second.
public record ClusterFleet(
    List<FleetEntry> images,
    List<Digest> unread,
    Fleet sum,
    Reclaimable reclaimable,
    long bandwidth,
    List<String> remarks) {
  public ClusterFleet {
    images = List.copyOf(images);
    unread = List.copyOf(unread);
    remarks = List.copyOf(remarks);
  }

  /// Adds up what runs, by what the reports tell of it.
  public static ClusterFleet of(
      ClusterReports reports, List<RunningImage> running, long bandwidth, List<String> remarks) {
    Map<Digest, List<RunningImage>> byDigest = new LinkedHashMap<>();
    Set<Digest> unread = new LinkedHashSet<>();
    for (RunningImage one : running) {
      List<Reported> told = told(reports, one.digest());
      if (told.isEmpty()) {
        unread.add(one.digest());
      }
      for (Reported report : told) {
        byDigest.computeIfAbsent(report.digest(), _ -> new ArrayList<>()).add(one);
      }
    }
    List<FleetEntry> images = new ArrayList<>();
    byDigest.forEach(
        (digest, its) ->
            reports.report(digest).ifPresent(report -> images.add(entry(report, its))));
    return sorted(reports, images, List.copyOf(unread), bandwidth, remarks);
  }

  /// The same from the reports alone, which count where an image runs and do not say where.
  public static ClusterFleet of(ClusterReports reports, long bandwidth, List<String> remarks) {
    List<FleetEntry> images = new ArrayList<>();
    Set<Digest> unread = new LinkedHashSet<>();
    for (Reported report : reports.all()) {
      if (report.pods() > 0 && report.spec().image() != null) {
        images.add(new FleetEntry(report, List.of(), Set.of(), Set.of(), report.pods()));
      } else if (report.pods() > 0 && report.spec().platforms().isEmpty()) {
        unread.add(report.digest());
      }
    }
    return sorted(reports, images, List.copyOf(unread), bandwidth, remarks);
  }

  private static ClusterFleet sorted(
      ClusterReports reports,
      List<FleetEntry> images,
      List<Digest> unread,
      long bandwidth,
      List<String> remarks) {
    List<FleetEntry> largestFirst =
        images.stream()
            .sorted(
                Comparator.comparing(FleetEntry::pull)
                    .reversed()
                    .thenComparing(entry -> entry.digest().toString()))
            .toList();
    Fleet sum = Fleet.of(largestFirst.stream().map(FleetEntry::weighed).toList());
    Reclaimable reclaimable = Reclaimable.of(largestFirst, reports, sum);
    return new ClusterFleet(largestFirst, unread, sum, reclaimable, bandwidth, remarks);
  }

  private static FleetEntry entry(Reported report, List<RunningImage> its) {
    Set<String> namespaces = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    Set<String> pods = new HashSet<>();
    for (RunningImage one : its) {
      namespaces.add(one.namespace());
      pods.add(one.namespace() + "/" + one.pod());
      Optional.ofNullable(one.node()).ifPresent(nodes::add);
    }
    List<String> names = its.stream().map(RunningImage::image).toList();
    return new FleetEntry(report, names, namespaces, nodes, pods.size());
  }

  /// The image of a digest, or those of an index, as far as they were read.
  private static List<Reported> told(ClusterReports reports, Digest digest) {
    Reported report = reports.report(digest).orElse(null);
    if (report == null) {
      return List.of();
    }
    return report.spec().platforms().isEmpty()
        ? Stream.of(report).filter(ClusterFleet::isRead).toList()
        : report.spec().platforms().stream()
            .flatMap(platform -> digestOf(platform).flatMap(reports::report).stream())
            .filter(ClusterFleet::isRead)
            .toList();
  }

  private static boolean isRead(Reported report) {
    return report.spec().image() != null;
  }

  private static Optional<Digest> digestOf(PlatformImage platform) {
    try {
      return Optional.of(Digest.parse(platform.digest()));
    } catch (InvalidReferenceException _) {
      return Optional.empty();
    }
  }

  /// The images whose fixes save most, first; those without any are left out.
  public List<FleetEntry> mostWasteful() {
    return images.stream()
        .filter(image -> image.reclaimable().count() > 0)
        .sorted(Comparator.comparing(FleetEntry::reclaimable).reversed())
        .toList();
  }

  /// How long one node takes to pull everything.
  public Duration pullTime() {
    return Fleet.pullTime(sum.layerBytes(), bandwidth);
  }
}
