package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnersTest {
  private final Map<String, HasMetadata> objects = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Owners owners =
      new Owners(
          (namespace, owner) -> {
            asked.incrementAndGet();
            return Optional.ofNullable(objects.get(namespace + "/" + owner));
          });

  @BeforeEach
  void createWorkloads() {
    objects.put(
        "shop/ReplicaSet/web-abc",
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withOwnerReferences(controller("Deployment", "web"))
            .endMetadata()
            .build());
    objects.put(
        "shop/Job/nightly-1",
        new JobBuilder()
            .withNewMetadata()
            .withOwnerReferences(controller("CronJob", "nightly"))
            .endMetadata()
            .build());
    objects.put(
        "shop/ReplicaSet/alone", new ReplicaSetBuilder().withNewMetadata().endMetadata().build());
  }

  @Test
  void replicaSetOfADeploymentIsTheDeployment() {
    assertThat(topOf("ReplicaSet/web-abc")).hasToString("Deployment/web");
  }

  @Test
  void jobOfACronJobIsTheCronJob() {
    assertThat(topOf("Job/nightly-1")).hasToString("CronJob/nightly");
  }

  @Test
  void replicaSetWithoutOwnerIsItself() {
    assertThat(topOf("ReplicaSet/alone")).hasToString("ReplicaSet/alone");
  }

  @Test
  void ownerThatHasGoneIsTheTop() {
    assertThat(topOf("ReplicaSet/gone")).hasToString("ReplicaSet/gone");
  }

  @Test
  void otherOwnersAreTheTop() {
    assertThat(topOf("StatefulSet/db")).hasToString("StatefulSet/db");
  }

  /// Nobody is asked for it in the group of Kubernetes' own Job.
  @Test
  void jobOfAnotherGroupIsTheTop() {
    Pod pod = Pods.pod("shop", "train-0", "Job/train", "nginx:1", Pods.DIGEST);
    pod.getMetadata().getOwnerReferences().getFirst().setApiVersion("batch.volcano.sh/v1alpha1");

    assertThat(owners.topOf(RunningPod.of(pod))).hasToString("Job/train");
    assertThat(asked).hasValue(0);
  }

  @Test
  void podWithoutOwnerIsItself() {
    RunningPod pod =
        new RunningPod(
            "shop",
            "one",
            Map.of(),
            PullAccess.UNSTATED,
            null,
            List.of(),
            RunningPod.Standing.UNKNOWN);

    assertThat(owners.topOf(pod)).hasToString("Pod/one");
  }

  @Test
  void asksOnceForEachOwner() {
    topOf("ReplicaSet/web-abc");
    topOf("ReplicaSet/web-abc");

    assertThat(asked).hasValue(1);
  }

  /// A Deployment that is made anew has a ReplicaSet of the same name, and a uid of its own.
  @Test
  void ownerThatWasMadeAnewIsAskedForAgain() {
    RunningPod former = pod("ReplicaSet/web-abc");
    owners.topOf(former);
    Owner anew = new Owner("ReplicaSet", "web-abc", "apps/v1", "another-uid");
    RunningPod next =
        new RunningPod(
            former.namespace(),
            former.name(),
            former.labels(),
            former.pull(),
            anew,
            former.containers(),
            former.standing());

    owners.topOf(next);
    owners.topOf(next);

    assertThat(asked).hasValue(2);
  }

  @Test
  void ownerThatCannotBeReadIsTheTopForTheTimeBeing() {
    Owners failing =
        new Owners(
            (_, _) -> {
              throw new KubernetesClientException("not allowed");
            });

    assertThat(failing.topOf(pod("ReplicaSet/web-abc"))).hasToString("ReplicaSet/web-abc");
  }

  private Owner topOf(String controller) {
    return owners.topOf(pod(controller));
  }

  private static RunningPod pod(String controller) {
    return RunningPod.of(Pods.pod("shop", "web-1", controller, "nginx:1", Pods.DIGEST));
  }

  private static OwnerReference controller(String kind, String name) {
    return new OwnerReferenceBuilder().withController(true).withKind(kind).withName(name).build();
  }
}
