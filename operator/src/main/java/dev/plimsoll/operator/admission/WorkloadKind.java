package dev.plimsoll.operator.admission;

import java.util.List;

/// A kind of object that runs containers: its API group and resource, its name for people, and
/// the fields that lead to its pod template (none: it is a Pod).
public record WorkloadKind(
    String group, String resource, String kind, List<String> podTemplatePath) {
  public WorkloadKind {
    podTemplatePath = List.copyOf(podTemplatePath);
  }

  WorkloadKind(String group, String resource, String kind, String... podTemplatePath) {
    this(group, resource, kind, List.of(podTemplatePath));
  }

  boolean isPod() {
    return podTemplatePath.isEmpty();
  }
}
