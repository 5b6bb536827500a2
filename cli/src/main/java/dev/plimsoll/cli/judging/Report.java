package dev.plimsoll.cli.judging;

import dev.plimsoll.policy.Verdict;
import java.util.List;
import java.util.stream.Stream;

/// All that one run found out: images, alone or as workloads run them, what of the inputs of
/// admission was lacking, and remarks on the way.
public record Report(
    List<ImageVerdict> images,
    List<WorkloadVerdict> workloads,
    List<String> lacking,
    List<String> remarks) {
  public Report {
    images = List.copyOf(images);
    workloads = List.copyOf(workloads);
    lacking = List.copyOf(lacking);
    remarks = List.copyOf(remarks);
  }

  /// Every image, whether or not a workload runs it.
  public Stream<ImageVerdict> allImages() {
    return Stream.concat(
        images.stream(), workloads.stream().flatMap(workload -> workload.images().stream()));
  }

  public List<Verdict> verdicts() {
    return allImages().map(ImageVerdict::verdict).toList();
  }
}
