package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.tree.PathTree;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that one run found out: images, alone or as workloads run them, what of the inputs of
/// admission was lacking, and remarks on the way. `trees` are the files of images by digest,
/// where they are to be shown.
public record Report(
    List<ImageVerdict> images,
    List<WorkloadVerdict> workloads,
    List<String> lacking,
    List<String> remarks,
    Map<Digest, PathTree> trees) {
  public Report {
    trees = Map.copyOf(trees);
    images = List.copyOf(images);
    workloads = List.copyOf(workloads);
    lacking = List.copyOf(lacking);
    remarks = List.copyOf(remarks);
  }

  public Report(
      List<ImageVerdict> images,
      List<WorkloadVerdict> workloads,
      List<String> lacking,
      List<String> remarks) {
    this(images, workloads, lacking, remarks, Map.of());
  }

  /// The same with trees to show.
  public Report with(Map<Digest, PathTree> drawn) {
    return new Report(images, workloads, lacking, remarks, drawn);
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
