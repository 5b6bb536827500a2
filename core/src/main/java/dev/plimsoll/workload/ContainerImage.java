package dev.plimsoll.workload;

import dev.plimsoll.rule.ContainerContext;

/// An image of a workload: its part in the Pod, its name as the workload writes it, and how the
/// container is run that it is for. An image that is a volume has the volume's name there.
public record ContainerImage(ContainerKind kind, String image, ContainerContext context) {
  public String container() {
    return context.container();
  }

  /// Whether no process runs from the image: it is only mounted.
  public boolean isVolume() {
    return kind == ContainerKind.IMAGE_VOLUME;
  }
}
