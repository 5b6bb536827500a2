package dev.plimsoll.operator.admission;

import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.Map;

/// The policies there are, asked without leaving memory.
@FunctionalInterface
public interface Policies {

  /// The policies that an image must satisfy in a Pod with these labels.
  List<Policy> policiesFor(String namespace, Map<String, String> podLabels, Reference image);
}
