package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.rule.ContainerContext;
import java.util.List;

/// Whether an image that runs like this satisfies a policy under the exemptions that it honours
/// there: what decides the answer, and no more.
record Question(
    String policyUid,
    long generation,
    List<Exemption> exemptions,
    RunningImage image,
    ContainerContext container) {
  Question {
    exemptions = List.copyOf(exemptions);
  }

  Question(IndexedPolicy indexed, Policy policy, RunningImage image, ContainerContext container) {
    this(indexed.uid(), indexed.generation(), policy.exemptions(), image, container);
  }
}
