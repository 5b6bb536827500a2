package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// What happens to workloads in the cluster: the Pods on fake nodes run what the registry holds.
@ExtendWith({ClusterExtension.class, RegistryExtension.class})
class ClusterIT {
  private final Kubectl kubectl;
  private final KubernetesClient client;
  private final RegistryServer registry;
  private String namespace = "";

  ClusterIT(Kubectl kubectl, KubernetesClient client, RegistryServer registry) {
    this.kubectl = kubectl;
    this.client = client;
    this.registry = registry;
  }

  @BeforeEach
  void makeNamespace(TestInfo test) {
    namespace = "parts-" + test.getTestMethod().orElseThrow().getName().toLowerCase();
    assertThat(kubectl.run("create", "namespace", namespace).err()).isEmpty();
    client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(account -> account != null, 120, TimeUnit.SECONDS);
  }

  @Test
  void deploymentYieldsRunningPodsWithTheDigestOfTheirImage() {
    var digest = TinyImage.to(registry).push("shop/web", "1", "web");
    var image = registry.host() + "/shop/web:1";

    run("create", "deployment", "web", "--image=" + image, "--replicas=2");
    run("rollout", "status", "deployment/web", "--timeout=120s");

    var pods = client.pods().inNamespace(namespace).list().getItems();
    assertThat(pods).hasSize(2);
    assertThat(pods)
        .allSatisfy(
            pod -> {
              assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
              var status = pod.getStatus().getContainerStatuses().getFirst();
              assertThat(status.getImageID()).isEqualTo(registry.host() + "/shop/web@" + digest);
              assertThat(status.getImage()).isEqualTo(image);
              assertThat(status.getReady()).isTrue();
            });
  }

  @Test
  void pullsAreNotCountedAmongTheRequestsOfOthers() {
    TinyImage.to(registry).push("shop/quiet", "1", "quiet");
    registry.forgetRequests();
    runPod("quiet", "shop/quiet:1", "Always");

    assertThat(registry.requests()).isEmpty();
    assertThat(registry.requestsWithPulls())
        .extracting(RegistryServer.Request::toString)
        .as("once, or again where the Pod changed meanwhile")
        .containsOnly("HEAD /v2/shop/quiet/manifests/1 -> 200");
  }

  @Test
  void podKeepsTheDigestThatItsTagHadWhenItWasPulled() {
    var old = TinyImage.to(registry).push("shop/moving", "1", "old");
    var before = runPod("before", "shop/moving:1", "Always");
    var moved = TinyImage.to(registry).push("shop/moving", "1", "moved");
    var after = runPod("after", "shop/moving:1", "Always");
    var cached = runPod("cached", "shop/moving:1", "IfNotPresent");

    assertThat(moved).isNotEqualTo(old);
    assertThat(imageId(before)).endsWith("@" + old);
    assertThat(imageId(after)).endsWith("@" + moved);
    assertThat(imageId(cached)).endsWith("@" + moved);

    TinyImage.to(registry).push("shop/moving", "1", "moved again");
    assertThat(imageId(runPod("held", "shop/moving:1", "IfNotPresent")))
        .as("the node has the tag already")
        .endsWith("@" + moved);
  }

  @Test
  void initAndSidecarAndEphemeralContainersHaveImageIds() {
    var images = TinyImage.to(registry);
    var init = images.push("shop/init", "1", "init");
    var sidecar = images.push("shop/sidecar", "1", "sidecar");
    var main = images.push("shop/main", "1", "main");
    var debug = images.push("shop/debug", "1", "debug");
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: all}
        spec:
          initContainers:
            - {name: init, image: "REGISTRY/shop/init:1"}
            - {name: sidecar, image: "REGISTRY/shop/sidecar:1", restartPolicy: Always}
          containers:
            - {name: main, image: "REGISTRY/shop/main:1"}
        """);
    var pod = await("all", found -> found.getStatus().getPhase().equals("Running"));

    assertThat(ids(pod.getStatus().getInitContainerStatuses()))
        .isEqualTo(Map.of("init", id("shop/init", init), "sidecar", id("shop/sidecar", sidecar)));
    assertThat(ids(pod.getStatus().getContainerStatuses()))
        .isEqualTo(Map.of("main", id("shop/main", main)));

    run("debug", "all", "--image=" + registry.host() + "/shop/debug:1", "--container=look");
    var debugged =
        await(
            "all",
            found ->
                found.getStatus().getEphemeralContainerStatuses().stream()
                    .anyMatch(status -> status.getState().getRunning() != null));
    assertThat(ids(debugged.getStatus().getEphemeralContainerStatuses()))
        .isEqualTo(Map.of("look", id("shop/debug", debug)));
  }

  @Test
  void jobCompletesAndItsPodKeepsItsImageId() {
    var digest = TinyImage.to(registry).push("shop/job", "1", "job");

    run("create", "job", "once", "--image=" + registry.host() + "/shop/job:1");
    run("wait", "--for=condition=Complete", "job/once", "--timeout=120s");

    var pod = client.pods().inNamespace(namespace).list().getItems().getFirst();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(imageId(pod)).isEqualTo(id("shop/job", digest));
  }

  @Test
  void podWaitsForAnImageThatIsNotThereAndRunsOnceItIs() {
    run("run", "late", "--image=" + registry.host() + "/shop/late:1");
    var waiting = await("late", pod -> waitingReason(pod).equals("ImagePullBackOff"));
    assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(
            waiting
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .getMessage())
        .contains("/shop/late:1")
        .contains("404");

    var digest = TinyImage.to(registry).push("shop/late", "1", "late");
    var running = await("late", pod -> pod.getStatus().getPhase().equals("Running"));
    assertThat(imageId(running)).isEqualTo(id("shop/late", digest));
  }

  @Test
  void privateImageIsPulledWithThePodsPullSecret() {
    var settings = RegistrySettings.defaults().withLogin("sailor", "secret");
    try (var closed = RegistryServer.start(settings)) {
      var login =
          "Basic " + java.util.Base64.getEncoder().encodeToString("sailor:secret".getBytes());
      var digest =
          new TinyImage(HttpClient.newHttpClient(), closed.uri(), login)
              .push("shop/own", "1", "own");
      client.secrets().inNamespace(namespace).resource(secret(closed)).create();
      var pod =
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: NAME}
          spec:
            containers: [{name: own, image: "HOST/shop/own:1"}]
            imagePullSecrets: [SECRET]
          """
              .replace("HOST", closed.host());

      apply(pod.replace("NAME", "stranger").replace("SECRET", ""));
      apply(pod.replace("NAME", "friend").replace("SECRET", "{name: login}"));

      var friend = await("friend", found -> found.getStatus().getPhase().equals("Running"));
      assertThat(imageId(friend)).isEqualTo(closed.host() + "/shop/own@" + digest);
      var stranger = await("stranger", found -> waitingReason(found).equals("ImagePullBackOff"));
      assertThat(stranger.getStatus().getPhase()).isEqualTo("Pending");
    }
  }

  private static Secret secret(RegistryServer registry) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("login")
        .endMetadata()
        .withType("kubernetes.io/dockerconfigjson")
        .addToStringData(".dockerconfigjson", registry.dockerConfig())
        .build();
  }

  private Pod runPod(String name, String image, String pullPolicy) {
    run(
        "run",
        name,
        "--image=" + registry.host() + "/" + image,
        "--image-pull-policy=" + pullPolicy);
    return await(name, pod -> pod.getStatus().getPhase().equals("Running"));
  }

  private void run(String... arguments) {
    var line = new java.util.ArrayList<>(List.of(arguments));
    line.addAll(List.of("--namespace", namespace));
    var outcome = kubectl.run(line.toArray(String[]::new));
    assertThat(outcome.succeeded()).as(line + ": " + outcome.err()).isTrue();
  }

  private void apply(String yaml) {
    var outcome = kubectl.apply(yaml.replace("REGISTRY", registry.host()), "-n", namespace);
    assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
  }

  private Pod await(String name, Predicate<Pod> condition) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(pod -> pod != null && condition.test(pod), 120, TimeUnit.SECONDS);
  }

  private static String waitingReason(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(status -> status.getState().getWaiting())
        .filter(java.util.Objects::nonNull)
        .map(waiting -> waiting.getReason())
        .findFirst()
        .orElse("");
  }

  private static String imageId(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getImageID();
  }

  private String id(String repository, String digest) {
    return registry.host() + "/" + repository + "@" + digest;
  }

  private static Map<String, String> ids(List<ContainerStatus> statuses) {
    return statuses.stream()
        .collect(
            java.util.stream.Collectors.toMap(
                ContainerStatus::getName, ContainerStatus::getImageID));
  }
}
