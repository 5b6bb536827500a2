package dev.plimsoll.operator.running;

import static java.util.stream.Collectors.toMap;

import dev.plimsoll.facts.ModeVariables;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Security;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Pod as far as the audit cares: where it belongs, and what its containers run.
///
/// `pull` is what its images are pulled with; `controller` is the object that owns it, if any.
/// Containers that have not started yet have no image to judge, and those that someone put in
/// to debug are no part of the workload.
/// `standing` is where the Pod stands, and since when.
public record RunningPod(
    String namespace,
    String name,
    Map<String, String> labels,
    PullAccess pull,
    @Nullable Owner controller,
    List<RunningContainer> containers,
    Standing standing) {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  public RunningPod {
    labels = Map.copyOf(labels);
    containers = List.copyOf(containers);
  }

  /// The node that a Pod is on, null until one is chosen; its uid; and when it was created, null
  /// where that is not told.
  public record Standing(@Nullable String node, @Nullable String uid, @Nullable Instant created) {
    public static final Standing UNKNOWN = new Standing(null, null, null);

    static Standing of(Pod pod) {
      String created = pod.getMetadata().getCreationTimestamp();
      return new Standing(
          pod.getSpec() == null ? null : pod.getSpec().getNodeName(),
          pod.getMetadata().getUid(),
          created == null ? null : Instant.parse(created));
    }
  }

  /// A container with the image that its workload names and the image that the node says it
  /// runs.
  public record RunningContainer(String image, String imageId, ContainerContext context) {
    public String name() {
      return context.container();
    }
  }

  /// The Pod, without containers where it has come to its end.
  public static RunningPod of(Pod pod) {
    boolean ended = pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
    Map<String, String> labels = pod.getMetadata().getLabels();
    return new RunningPod(
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        labels == null ? Map.of() : labels,
        pullOf(pod.getSpec()),
        controllerOf(pod.getMetadata().getOwnerReferences()),
        ended || pod.getStatus() == null ? List.of() : containersOf(pod),
        Standing.of(pod));
  }

  private static PullAccess pullOf(PodSpec spec) {
    String account = spec.getServiceAccountName();
    return new PullAccess(
        spec.getImagePullSecrets().stream()
            .map(LocalObjectReference::getName)
            .filter(Objects::nonNull)
            .toList(),
        account == null || account.isEmpty() ? PullAccess.DEFAULT_ACCOUNT : account);
  }

  /// Which of these owners is the one that made the object.
  public static @Nullable Owner controllerOf(List<OwnerReference> owners) {
    return owners.stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(
            owner ->
                new Owner(owner.getKind(), owner.getName(), owner.getApiVersion(), owner.getUid()))
        .findFirst()
        .orElse(null);
  }

  private static List<RunningContainer> containersOf(Pod pod) {
    Map<String, String> imageIds = new HashMap<>();
    Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getImageID() != null && !status.getImageID().isEmpty())
        .forEach((ContainerStatus status) -> imageIds.put(status.getName(), status.getImageID()));
    Security podSecurity = securityOf(pod.getSpec().getSecurityContext());
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .flatMap(
            container ->
                Stream.ofNullable(imageIds.get(container.getName()))
                    .map(
                        imageId ->
                            new RunningContainer(
                                container.getImage(), imageId, contextOf(container, podSecurity))))
        .toList();
  }

  /// Of the variables only those that a rule asks for are kept.
  private static ContainerContext contextOf(Container container, Security podSecurity) {
    Map<String, String> environment =
        container.getEnv().stream()
            .filter(variable -> variable.getValue() != null)
            .filter(variable -> ModeVariables.NAMES.contains(variable.getName()))
            .collect(toMap(EnvVar::getName, EnvVar::getValue, (_, later) -> later));
    SecurityContext own = container.getSecurityContext();
    Security security =
        own == null ? Security.UNSET : new Security(own.getRunAsUser(), own.getRunAsNonRoot());
    return new ContainerContext(
        container.getName(),
        security.over(podSecurity),
        container.getCommand().isEmpty() ? null : container.getCommand(),
        container.getArgs().isEmpty() ? null : container.getArgs(),
        environment,
        null,
        null);
  }

  private static Security securityOf(@Nullable PodSecurityContext context) {
    return context == null
        ? Security.UNSET
        : new Security(context.getRunAsUser(), context.getRunAsNonRoot());
  }
}
