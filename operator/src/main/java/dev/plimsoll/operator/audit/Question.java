package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.rule.ContainerContext;

/// Whether an image that runs like this satisfies a policy: what decides the answer, and no
/// more.
record Question(String policyUid, long generation, RunningImage image, ContainerContext container) {
  Question(IndexedPolicy policy, RunningImage image, ContainerContext container) {
    this(policy.uid(), policy.generation(), image, container);
  }
}
