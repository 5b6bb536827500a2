package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.FirstLook;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Every image of the corpus: what the command line says at the desk is what the API server
/// says of a Pod with it, in the same words.
///
/// The command line is a process of its own that knows the registry, the policy and the Pods as
/// files; the API server asks the running operator.
@ExtendWith(InstallationExtension.class)
class CorpusVerdictsE2E {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String ADMITTED = "";
  private static final String DENIED = "denied the request: ";
  private static final String UNANSWERED = "failed calling webhook";
  private static final int AT_ONCE = 4;

  /// Nothing pending passes, so that a Pod's answer is final or says that it is not.
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: %s}
      spec:
      %s
      """;
  private static final String SPEC =
      """
      profile: Strict
      rules: {size: {pullSize: {max: 60Mi}}}
      whenUndetermined: {scanPending: Deny}
      """;

  @TempDir private Path directory;

  @Test
  void areTheSameAtTheDeskAndInTheCluster(Surroundings surroundings) throws Exception {
    TestNamespace namespace =
        TestNamespace.create(surroundings.cluster().kubectl(), "corpus-verdicts");
    namespace.policy("load-line", SPEC);
    List<Pod> pods = pods(namespace.name(), surroundings.registry().host());

    Map<String, String> desk = atTheDesk(namespace.name(), surroundings.registry().host(), pods);
    Map<String, String> cluster;
    // An operator that is busy reading may be late, and then no answer is no admission.
    surroundings.installation().setFailurePolicy("Fail");
    try {
      cluster = inTheCluster(surroundings.cluster().client(), pods);
    } finally {
      surroundings.installation().setFailurePolicy("Ignore");
    }

    assertThat(pods).hasSizeGreaterThan(50);
    assertThat(desk).hasSameSizeAs(pods);
    assertThat(desk.values()).contains(ADMITTED);
    assertThat(desk.values()).anyMatch(said -> said.contains("breaks"));
    assertThat(disagreements(desk, cluster))
        .as("images of %d on which the two disagree", pods.size())
        .isEmpty();
    namespace.delete();
  }

  private static List<String> disagreements(Map<String, String> desk, Map<String, String> cluster) {
    List<String> found = new ArrayList<>();
    desk.forEach(
        (pod, said) -> {
          String there = cluster.get(pod);
          if (!said.equals(there)) {
            found.add("%s%n  desk:    %s%n  cluster: %s".formatted(pod, said, there));
          }
        });
    return found;
  }

  private static List<Pod> pods(String namespace, String registry) throws IOException {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    JsonNode index = JSON.readTree(corpus.layout().resolve("index.json").toFile());
    List<Pod> pods = new ArrayList<>();
    for (JsonNode manifest : index.path("manifests")) {
      String image =
          manifest.path("annotations").path("org.opencontainers.image.ref.name").asText();
      pods.add(pod(namespace, image.replaceAll("[^a-z0-9]+", "-"), registry + "/" + image));
    }
    return pods;
  }

  private static Pod pod(String namespace, String name, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  /// What `plimsoll check` says of each Pod; nothing where it would be admitted.
  private Map<String, String> atTheDesk(String namespace, String registry, List<Pod> pods)
      throws Exception {
    Path manifests = directory.resolve("pods.yaml");
    Files.writeString(
        manifests,
        String.join("---\n", pods.stream().map(pod -> Serialization.asYaml(pod) + "\n").toList()));
    Path policy = directory.resolve("policy.yaml");
    Files.writeString(policy, POLICY.formatted(namespace, SPEC.indent(2)));
    JsonNode report =
        JSON.readTree(
            new DeskCommand(directory)
                .run(
                    "check",
                    "-f",
                    manifests.toString(),
                    "-p",
                    policy.toString(),
                    "--insecure-registry",
                    registry,
                    "-o",
                    "json")
                .told());
    Map<String, String> said = new TreeMap<>();
    for (JsonNode workload : report.path("workloads")) {
      String name = workload.path("title").asText().replaceFirst(".*/", "");
      said.put(name, workload.path("message").asText());
    }
    return said;
  }

  /// What the API server says of each Pod, once its image is read; nothing where it admits it.
  private static Map<String, String> inTheCluster(KubernetesClient client, List<Pod> pods)
      throws Exception {
    Map<String, String> said = new ConcurrentHashMap<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      pods.forEach(
          pod -> workers.submit(() -> said.put(pod.getMetadata().getName(), said(client, pod))));
    }
    return said;
  }

  private static String said(KubernetesClient client, Pod pod) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      String said = ask(client, pod);
      boolean isFinal = FirstLook.isOver(said) && !said.contains(UNANSWERED);
      if (isFinal || System.nanoTime() > end) {
        return said;
      }
      Thread.sleep(300);
    }
  }

  private static String ask(KubernetesClient client, Pod pod) {
    try {
      client.pods().resource(pod).dryRun().create();
      return ADMITTED;
    } catch (KubernetesClientException e) {
      String message = e.getStatus() == null ? "" : e.getStatus().getMessage();
      int denied = message.indexOf(DENIED);
      return denied < 0 ? "not the webhook: " + e : message.substring(denied + DENIED.length());
    }
  }
}
