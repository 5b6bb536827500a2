package dev.plimsoll.operator.admission;

import dev.plimsoll.workload.WorkloadKind;
import java.util.List;

/// The kinds of workload that are judged: Kubernetes' own and those that are configured.
public record JudgedKinds(List<WorkloadKind> all) {
  public JudgedKinds {
    all = List.copyOf(all);
  }

  /// Kubernetes' own and `extra`; each once.
  public static JudgedKinds with(List<WorkloadKind> extra) {
    try {
      return new JudgedKinds(WorkloadKind.allAnd(extra));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("plimsoll.extra-workloads: " + e.getMessage(), e);
    }
  }
}
