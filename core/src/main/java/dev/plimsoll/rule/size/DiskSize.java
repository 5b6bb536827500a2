package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `disk-size`: all layers together, uncompressed, are larger than the budget.
///
/// Files that a later layer hides count too: they lie on every node's disk.
public final class DiskSize implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("disk-size", Family.SIZE, Severity.MEDIUM, Depth.FILES)
          .refuses("An image takes up more room on disk than its budget.")
          .because(
              "Every node that runs the image keeps it unpacked: large images fill disks, and the"
                  + " kubelet evicts Pods where they do.")
          .mendedBy(
              "Build in one stage and copy what runs into another on a slim base; remove what the"
                  + " other rules find.")
          .practice("Keep images small: multi-stage builds, slim bases, no build tools, no caches.")
          .wrongFor(
              "Images whose payload is large by nature, such as models or browsers: give them a"
                  + " budget of their own in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(1536);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    Map<Integer, Bytes> byLayer = new TreeMap<>();
    files.groups().forEach(g -> byLayer.merge(g.layer(), g.disk(), Bytes::plus));
    List<Evidence> layers = Evidences.by(files.groups(), group -> "layer " + group.layer());
    return byLayer.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            largest ->
                Finding.of(
                        DESCRIPTION,
                        new Measure.DiskSize(files.diskSize()),
                        largest.getValue() + " of it in one layer")
                    .blaming(facts, largest.getKey())
                    .showing(layers))
        .map(finding -> mended(finding, files))
        .stream()
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "");
  }

  private static Finding mended(Finding finding, FileFacts files) {
    Set<FileGroup> removable = PullSize.removable(files);
    if (removable.isEmpty()) {
      return finding.mendedBy(
          "build in one stage and copy only what runs into another, on a slim base");
    }
    Bytes after = files.diskSize().minus(Finding.diskSizeOf(removable));
    return finding
        .freeing(removable)
        .mendedBy(
            "build in one stage and copy only what runs into another, on a slim base: without"
                + " compilers, headers, documentation and deleted files it is about "
                + after
                + " on disk");
  }
}
