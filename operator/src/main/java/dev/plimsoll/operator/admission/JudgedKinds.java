package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.toMap;

import dev.plimsoll.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The kinds of workload that are judged: Kubernetes' own and those that are configured.
public record JudgedKinds(List<WorkloadKind> all) {
  public JudgedKinds {
    all = List.copyOf(all);
  }

  /// Kubernetes' own and `extra`; each once.
  public static JudgedKinds with(List<WorkloadKind> extra) {
    List<WorkloadKind> all = new ArrayList<>(WorkloadKind.ALL);
    all.addAll(extra);
    Map<String, WorkloadKind> byResource =
        WorkloadKind.ALL.stream().collect(toMap(WorkloadKind::fullName, Function.identity()));
    for (WorkloadKind kind : extra) {
      WorkloadKind other = byResource.put(kind.fullName(), kind);
      if (other != null) {
        throw new IllegalArgumentException(
            "plimsoll.extra-workloads names %s, which is judged already%s; leave it out"
                .formatted(
                    kind.fullName(),
                    other.podTemplatePath().equals(kind.podTemplatePath())
                        ? ""
                        : " by its " + String.join(".", other.podTemplatePath())));
      }
    }
    return new JudgedKinds(all);
  }
}
