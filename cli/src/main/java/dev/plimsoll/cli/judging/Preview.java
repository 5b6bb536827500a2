package dev.plimsoll.cli.judging;

import java.util.List;

/// What a cluster's policies would do if each of them enforced: policy by policy, and to which
/// workloads. `unread` are the resources whose policies could not be read.
public record Preview(List<PolicyOutcome> policies, Report report, List<String> unread) {
  public Preview {
    unread = List.copyOf(unread);
    policies = List.copyOf(policies);
  }

  /// The workloads that admission would refuse.
  public List<WorkloadVerdict> refused() {
    return report.workloads().stream().filter(workload -> !workload.mayPass()).toList();
  }

  /// Those that it would let in, though not every rule could be judged.
  public List<WorkloadVerdict> open() {
    return report.workloads().stream()
        .filter(workload -> workload.mayPass() && workload.isOpen())
        .toList();
  }

  /// Those that it would let in for good.
  public List<WorkloadVerdict> admitted() {
    return report.workloads().stream()
        .filter(workload -> workload.mayPass() && !workload.isOpen())
        .toList();
  }

  /// What it comes to, in a sentence.
  public String summary() {
    String refused =
        "admission would refuse %d of %s%s."
            .formatted(
                refused().size(),
                Words.counted(report.workloads().size(), "workload", "workloads"),
                open().isEmpty()
                    ? ""
                    : "; " + open().size() + " could not be judged by every rule");
    return unread.isEmpty()
        ? "If every policy enforced, " + refused
        : "The policies in %s could not be read; if all others enforced, %s"
            .formatted(String.join(", ", unread), refused);
  }
}
