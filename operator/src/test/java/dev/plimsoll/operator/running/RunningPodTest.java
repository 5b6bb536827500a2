package dev.plimsoll.operator.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.running.RunningPod.RunningContainer;
import dev.plimsoll.rule.ContainerContext;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningPodTest {
  private static final Pod POD =
      Pods.pod("shop", "web-1", "ReplicaSet/web-abc", "registry.example.com/web:1", Pods.DIGEST);

  @Test
  void isItsOwnerLabelsAndRunningContainers() {
    RunningPod running = RunningPod.of(POD);

    assertThat(running.namespace()).isEqualTo("shop");
    assertThat(running.controller()).isEqualTo(new Owner("ReplicaSet", "web-abc"));
    assertThat(running.labels()).containsEntry("app", "shop");
    assertThat(running.containers())
        .containsExactly(
            new RunningContainer(
                "registry.example.com/web:1",
                "registry.example.com/web@" + Pods.DIGEST,
                new ContainerContext("app", null)));
  }

  @Test
  void hasInitContainersToo() {
    Pod pod = new PodBuilder(POD).build();
    pod.getSpec()
        .setInitContainers(
            List.of(new ContainerBuilder().withName("init").withImage("busybox").build()));
    pod.getStatus()
        .setInitContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName("init")
                    .withImageID("docker.io/library/busybox@" + Pods.DIGEST)
                    .build()));

    assertThat(RunningPod.of(pod).containers())
        .extracting(RunningContainer::name)
        .containsExactly("init", "app");
  }

  @Test
  void containerThatHasNotStartedRunsNothing() {
    Pod pod = new PodBuilder(POD).build();
    pod.getStatus().getContainerStatuses().getFirst().setImageID("");

    assertThat(RunningPod.of(pod).containers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podAtItsEndRunsNothing(String phase) {
    Pod pod = new PodBuilder(POD).build();
    pod.getStatus().setPhase(phase);

    assertThat(RunningPod.of(pod).containers()).isEmpty();
  }

  @Test
  void userIsTheContainersElseThePods() {
    Pod pod = new PodBuilder(POD).build();
    pod.getSpec().setSecurityContext(new PodSecurityContextBuilder().withRunAsUser(1000L).build());

    assertThat(RunningPod.of(pod).containers().getFirst().context().runAsUser()).isEqualTo(1000L);
    assertThat(RunningPod.of(Pods.runningAs(pod, 0)).containers().getFirst().context().runAsUser())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          docker.io/library/nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          docker-pullable://nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          mirror.example.com/hub/nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          """)
  void imageIsAskedForWhereTheWorkloadNamesItByTheDigestThatRuns(String imageId) {
    RunningImage image = image("nginx:1", imageId);

    assertThat(image.pinned()).hasToString("docker.io/library/nginx:1@" + Pods.DIGEST);
    assertThat(image.digest()).isEqualTo(Pods.DIGEST);
  }

  @Test
  void digestOfAConfigIsNoManifests() {
    RunningImage image = image("nginx:1", Pods.DIGEST);

    assertThat(image.pinned()).isNull();
    assertThat(image.digest()).isEqualTo(Pods.DIGEST);
  }

  @Test
  void nameThatIsNoneNamesNothingWhateverTheNodeHas() {
    RunningImage image = image("no such/Thing\u001b", "x@" + Pods.DIGEST);

    assertThat(image.named().isReadable()).isFalse();
    assertThat(image.pinned()).isNull();
    assertThat(image.title()).isEqualTo("no such/Thing?");
  }

  private static RunningImage image(String named, String imageId) {
    return RunningImage.of(new RunningContainer(named, imageId, new ContainerContext("app", null)));
  }
}
