package dev.plimsoll.workload;

import java.util.List;
import java.util.Map;

/// A Pod, or the Pods that a workload makes, as far as judging goes: labels, containers, and
/// what their images are pulled with.
public record PodTemplate(
    Map<String, String> labels, List<ContainerImage> images, PullAccess pull) {
  public PodTemplate {
    labels = Map.copyOf(labels);
    images = List.copyOf(images);
  }
}
