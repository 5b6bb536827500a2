package dev.plimsoll.workload;

import dev.plimsoll.rule.ContainerContext;

/// A container of a workload: its part in the Pod, its image as the workload writes it, and how
/// it is run.
public record ContainerImage(ContainerKind kind, String image, ContainerContext context) {
  public String container() {
    return context.container();
  }
}
