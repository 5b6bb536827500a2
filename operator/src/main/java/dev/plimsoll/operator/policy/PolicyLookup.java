package dev.plimsoll.operator.policy;

import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import java.util.List;
import java.util.Map;

/// The policies there are, asked without leaving memory.
@FunctionalInterface
public interface PolicyLookup {

  /// The policies that an image must satisfy in a Pod with these labels.
  List<Policy> policiesFor(String namespace, Map<String, String> podLabels, Reference image);

  /// Where a Pod with these labels is, as far as is known of the namespace; asked only for
  /// policies with a rule that looks there.
  default Placement placementOf(String namespace, Map<String, String> podLabels) {
    return new Placement(namespace, null, Map.of("labels", podLabels));
  }
}
