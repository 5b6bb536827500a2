package dev.plimsoll.e2e.parts.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One Pod as its node sees it: the images it needs and those its status already has.
record PodImages(Pod pod) {
  private static final Set<String> ALIVE = Set.of("Pending", "Running");

  /// One container's image, as the spec asks for it.
  private record Wanted(String name, String image, String pullPolicy) {
    static Wanted of(Container container) {
      return new Wanted(container.getName(), container.getImage(), container.getImagePullPolicy());
    }

    static Wanted of(EphemeralContainer container) {
      return new Wanted(container.getName(), container.getImage(), container.getImagePullPolicy());
    }
  }

  /// True of a Pod that waits on its node for an image.
  boolean lackSome() {
    return pod.getSpec().getNodeName() != null
        && pod.getMetadata().getDeletionTimestamp() == null
        && ALIVE.contains(pod.getStatus().getPhase())
        && (lackSome(init(), pod.getStatus().getInitContainerStatuses())
            || lackSome(containers(), pod.getStatus().getContainerStatuses())
            || lackSome(ephemeral(), pod.getStatus().getEphemeralContainerStatuses()));
  }

  /// The Pod with only what a patch of its status needs: the statuses after one try to pull what is
  /// missing, which holds for this version of the Pod alone. `again` tells a later try.
  Pod pull(NodeImages images, boolean again) {
    var volume = firstFailure(images);
    var old = pod.getStatus();
    return new PodBuilder()
        .withNewMetadata()
        .withUid(pod.getMetadata().getUid())
        .withResourceVersion(pod.getMetadata().getResourceVersion())
        .endMetadata()
        .withNewStatus()
        .withInitContainerStatuses(
            statuses(images, init(), old.getInitContainerStatuses(), null, again))
        .withContainerStatuses(
            statuses(images, containers(), old.getContainerStatuses(), volume, again))
        .withEphemeralContainerStatuses(
            statuses(images, ephemeral(), old.getEphemeralContainerStatuses(), null, again))
        .endStatus()
        .build();
  }

  private List<ContainerStatus> statuses(
      NodeImages images,
      List<Wanted> wanted,
      List<ContainerStatus> old,
      @Nullable PullFailure volume,
      boolean again) {
    return lackSome(wanted, old)
        ? wanted.stream().map(each -> status(images, each, old, volume, again)).toList()
        : List.of(); // left out of the patch
  }

  private ContainerStatus status(
      NodeImages images,
      Wanted wanted,
      List<ContainerStatus> old,
      @Nullable PullFailure volume,
      boolean again) {
    var held = old.stream().filter(status -> isPulled(wanted, status)).findFirst();
    if (held.isPresent()) {
      return held.get();
    }
    try {
      if (volume != null) {
        throw volume;
      }
      return waiting(
          wanted,
          images.imageId(pod, wanted.image(), wanted.pullPolicy()),
          pod.getSpec().getInitContainers().isEmpty() ? "ContainerCreating" : "PodInitializing",
          null);
    } catch (PullFailure e) {
      var backOff = again && e.reason().equals("ErrImagePull");
      return waiting(
          wanted,
          "",
          backOff ? "ImagePullBackOff" : e.reason(),
          (backOff ? "Back-off pulling image: " : "") + e.getMessage());
    }
  }

  private static ContainerStatus waiting(
      Wanted wanted, String imageId, String reason, @Nullable String message) {
    return new ContainerStatusBuilder()
        .withName(wanted.name())
        .withImage(ImageName.parse(wanted.image()).map(ImageName::toString).orElse(wanted.image()))
        .withImageID(imageId)
        .withReady(false)
        .withStarted(false)
        .withRestartCount(0)
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .build();
  }

  private @Nullable PullFailure firstFailure(NodeImages images) {
    for (var source :
        pod.getSpec().getVolumes().stream()
            .map(Volume::getImage)
            .filter(Objects::nonNull)
            .toList()) {
      try {
        images.imageId(
            pod,
            source.getReference(),
            Objects.requireNonNullElse(source.getPullPolicy(), "IfNotPresent"));
      } catch (PullFailure e) {
        return e;
      }
    }
    return null;
  }

  private static boolean lackSome(List<Wanted> wanted, List<ContainerStatus> statuses) {
    return wanted.stream()
        .anyMatch(each -> statuses.stream().noneMatch(status -> isPulled(each, status)));
  }

  private static boolean isPulled(Wanted wanted, ContainerStatus status) {
    return status.getName().equals(wanted.name())
        && status.getImageID() != null
        && !status.getImageID().isEmpty();
  }

  private List<Wanted> init() {
    return pod.getSpec().getInitContainers().stream().map(Wanted::of).toList();
  }

  private List<Wanted> containers() {
    return pod.getSpec().getContainers().stream().map(Wanted::of).toList();
  }

  private List<Wanted> ephemeral() {
    return pod.getSpec().getEphemeralContainers().stream().map(Wanted::of).toList();
  }
}
