package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting and ending a control plane, and parts of it.
class ControlPlaneIT {
  @TempDir private Path directory;

  @Test
  void startsStopsItsApiServerAndLeavesNothingRunning() {
    var progress = new ArrayList<String>();
    var settings =
        ControlPlaneSettings.defaults()
            .withNodes(new FakeNodes(2, "amd64"), new FakeNodes(1, "arm64"))
            .withDirectory(directory)
            .withProgress(progress::add);
    var before = descendants();
    List<ProcessHandle> programs;
    try (var controlPlane = ControlPlane.start(settings)) {
      programs = descendants().stream().filter(each -> !before.contains(each)).toList();
      assertThat(programsNamed(programs))
          .contains("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");
      assertThat(architectures(controlPlane)).containsExactlyInAnyOrder("amd64", "amd64", "arm64");
      assertThat(controlPlane.limits()).isEmpty();
      survivesARestartOfTheApiServer(controlPlane);
    }
    assertThat(programs).noneMatch(ProcessHandle::isAlive);
    assertThat(directory.resolve("logs/kube-apiserver.log")).isNotEmptyFile();
    assertThat(directory.resolve("data")).as("etcd's").doesNotExist();
    assertThat(progress.getLast()).startsWith("the cluster is ready after ");
  }

  private static void survivesARestartOfTheApiServer(ControlPlane controlPlane) {
    var kubectl = controlPlane.kubectl();
    assertThat(kubectl.run("create", "configmap", "kept").succeeded()).isTrue();

    controlPlane.stopApiServer();
    var away = kubectl.run("get", "configmap", "kept");
    assertThat(away.status()).isNotZero();
    assertThat(away.err()).contains("refused");
    assertThatThrownBy(() -> controlPlane.client().configMaps().inNamespace("default").list())
        .hasStackTraceContaining("Connection refused");

    controlPlane.startApiServer();
    assertThat(kubectl.run("get", "configmap", "kept").err()).isEmpty();
    assertThatThrownBy(controlPlane::startApiServer)
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("running already");
    podsRunAgain(controlPlane);
  }

  /// The controllers, the scheduler and the nodes found the API server again.
  private static void podsRunAgain(ControlPlane controlPlane) {
    try (var registry = RegistryServer.start(RegistrySettings.defaults())) {
      TinyImage.to(registry).push("app", "1", "after the restart");
      var image = "--image=" + registry.host() + "/app:1";
      var kubectl = controlPlane.kubectl();
      assertThat(kubectl.run("create", "deployment", "later", image).err()).isEmpty();
      var rollout = kubectl.run("rollout", "status", "deployment/later", "--timeout=120s");
      assertThat(rollout.out()).contains("successfully rolled out");
    }
  }

  @Test
  void givesTheApiServerFurtherFlags() throws Exception {
    var audit = directory.resolve("audit.log");
    var policy = directory.resolve("policy.yaml");
    Files.writeString(
        policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n");
    var settings =
        ControlPlaneSettings.defaults()
            .withDirectory(directory)
            .withApiServerFlags("--audit-policy-file=" + policy, "--audit-log-path=" + audit);
    try (var controlPlane = ControlPlane.start(settings)) {
      controlPlane.kubectl().run("create", "configmap", "seen");
      assertThat(audit).content().contains("\"name\":\"seen\"");
    }
  }

  @Test
  void wrongFlagIsSaidAndLeavesNothingRunning() {
    var before = descendants();
    var settings =
        ControlPlaneSettings.defaults().withDirectory(directory).withApiServerFlags("--no-such=1");

    assertThatThrownBy(() -> ControlPlane.start(settings))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("kube-apiserver ended while it was starting")
        .hasMessageContaining("--no-such");
    assertThat(before).containsAll(descendants());
  }

  @Test
  void withoutControllersItSaysWhatDoesNotHappen() throws Exception {
    var settings = ControlPlaneSettings.defaults().withDirectory(directory);
    try (var controlPlane = StartedControlPlane.start(settings, serverAlone())) {
      assertThat(controlPlane.limits())
          .hasSize(3)
          .allMatch(limit -> limit.startsWith("There is no kube-") || limit.contains("no kwok"))
          .anyMatch(limit -> limit.endsWith("a Deployment or a Job makes no Pods."));
      var pod = controlPlane.kubectl().run("run", "alone", "--image=a.example/app:1");
      assertThat(pod.err()).as("no service account is asked for").isEmpty();

      givenClusterIsUsedAndLeftAsItIs(controlPlane);
    }
  }

  private static void givenClusterIsUsedAndLeftAsItIs(ControlPlane running) {
    var progress = new ArrayList<String>();
    var settings = ControlPlaneSettings.defaults().withProgress(progress::add);
    try (var given = GivenControlPlane.at(running.kubeconfig(), settings)) {
      assertThat(given.client().pods().inNamespace("default").withName("alone").get()).isNotNull();
      assertThatThrownBy(given::stopApiServer).hasMessageContaining("not ours to stop");
    }
    assertThat(progress).containsExactly("using the cluster of KUBECONFIG, Kubernetes v1.36.3");
    assertThat(running.kubectl().run("get", "pod", "alone").err()).isEmpty();
  }

  @Test
  void givenClusterThatDoesNotAnswerIsSaid() throws Exception {
    var kubeconfig = directory.resolve("kubeconfig");
    var settings = ControlPlaneSettings.defaults();
    assertThatThrownBy(() -> GivenControlPlane.at(kubeconfig, settings))
        .isInstanceOf(PartsException.class)
        .hasMessage(
            "KUBECONFIG names %s, which cannot be read: let it name one file, or unset it.",
            kubeconfig);

    var nobody = Identities.create(directory).kubeconfig(FreePorts.next());
    Files.writeString(kubeconfig, nobody);
    assertThatThrownBy(() -> GivenControlPlane.at(kubeconfig, settings))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void givenDirectoryWithoutAnApiServerIsRefused() {
    assertThatThrownBy(() -> Binaries.given(directory))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("KUBEBUILDER_ASSETS is " + directory)
        .hasMessageContaining("kube-apiserver and etcd");
  }

  /// What envtest's archive brings.
  private Binaries serverAlone() throws IOException {
    var all = Binaries.Build.run(_ -> {});
    var alone = Files.createDirectory(directory.resolve("alone"));
    for (var program : List.of("etcd", "kube-apiserver", "kubectl")) {
      Files.createSymbolicLink(alone.resolve(program), all.resolve(program));
    }
    return Binaries.given(alone);
  }

  private static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private static List<String> architectures(ControlPlane controlPlane) {
    return controlPlane.client().nodes().list().getItems().stream()
        .map(Node::getStatus)
        .map(status -> status.getNodeInfo().getArchitecture())
        .toList();
  }

  private static List<String> programsNamed(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> process.info().arguments().stream())
        .flatMap(Stream::of)
        .toList();
  }
}
