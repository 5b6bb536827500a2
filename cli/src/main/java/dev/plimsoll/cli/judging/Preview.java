package dev.plimsoll.cli.judging;

import java.util.List;

/// What a cluster's policies would do if each of them enforced: policy by policy, and to which
/// workloads.
public record Preview(List<PolicyOutcome> policies, Report report) {
  public Preview {
    policies = List.copyOf(policies);
  }

  /// The workloads that admission would refuse.
  public List<WorkloadVerdict> refused() {
    return report.workloads().stream().filter(workload -> !workload.mayPass()).toList();
  }

  /// Those that it would let in, though not every rule could be judged.
  public List<WorkloadVerdict> open() {
    return report.workloads().stream()
        .filter(workload -> workload.mayPass() && isOpen(workload))
        .toList();
  }

  /// Those that it would let in for good.
  public List<WorkloadVerdict> admitted() {
    return report.workloads().stream()
        .filter(workload -> workload.mayPass() && !isOpen(workload))
        .toList();
  }

  private static boolean isOpen(WorkloadVerdict workload) {
    return workload.images().stream().anyMatch(one -> !one.verdict().undecided().isEmpty());
  }

  /// What it comes to, in a sentence.
  public String summary() {
    return "If every policy enforced, admission would refuse %d of %s%s."
        .formatted(
            refused().size(),
            Words.counted(report.workloads().size(), "workload", "workloads"),
            open().isEmpty() ? "" : "; " + open().size() + " could not be judged by every rule");
  }
}
