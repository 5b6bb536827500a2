package dev.plimsoll.operator.audit;

import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.rule.ContainerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether an image that runs like this satisfies a policy under the exemptions that it honours
/// there, and what it tolerates: what decides the answer, and no more. `enforced` is how many of
/// its rules refuse there by now.
record Question(
    String policyUid,
    long generation,
    List<Exemption> exemptions,
    @Nullable Baseline baseline,
    int enforced,
    RunningImage image,
    ContainerContext container) {
  Question {
    exemptions = List.copyOf(exemptions);
  }

  Question(IndexedPolicy indexed, Policy policy, RunningImage image, ContainerContext container) {
    this(
        indexed.uid(),
        indexed.generation(),
        policy.exemptions(),
        policy.baseline(),
        policy.enforced().size(),
        image,
        container);
  }
}
