package dev.plimsoll.operator.running;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Map;

/// Pods for tests, as a cluster has them.
public final class Pods {
  public static final String DIGEST =
      "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  public static final String OTHER_DIGEST =
      "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

  private Pods() {}

  /// A running Pod of one container `app`, owned by `owner` (`Kind/name`).
  public static Pod pod(String namespace, String name, String owner, String image, String digest) {
    String[] kindAndName = owner.split("/", 2);
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withUid("uid-" + name)
        .withLabels(Map.of("app", "shop"))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withController(true)
                .withApiVersion(kindAndName[0].equals("Job") ? "batch/v1" : "apps/v1")
                .withKind(kindAndName[0])
                .withName(kindAndName[1])
                .build())
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("app")
        .withImageID(image.replaceFirst(":[^/:]*$", "") + "@" + digest)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /// The same Pod, its container run as this user.
  public static Pod runningAs(Pod pod, long uid) {
    Pod other = new PodBuilder(pod).build();
    other
        .getSpec()
        .getContainers()
        .getFirst()
        .setSecurityContext(new SecurityContextBuilder().withRunAsUser(uid).build());
    return other;
  }
}
