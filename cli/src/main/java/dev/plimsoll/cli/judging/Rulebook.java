package dev.plimsoll.cli.judging;

import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the policies come from that a workload is judged by: files, or a cluster.
public interface Rulebook {
  /// The policies about an image in Pods with these labels; the namespace is null where it is
  /// not known.
  List<Policy> policiesFor(
      @Nullable String namespace, Map<String, String> podLabels, Reference image);

  /// Where these Pods are, as far as that is known.
  Placement placementOf(@Nullable String namespace, Map<String, String> podLabels);
}
