package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.installation.OperatorProcess;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.process.Patience;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `make bench-dropped`: a registry that drops packets while a hundred Pods a second come in,
/// each with an image of its own from there. It prints what came of them, and fails where one
/// was late, admitted or refused wrongly, or something is left behind. Late is what the API
/// server no longer waits for. It needs a machine with nothing else to do: what has no
/// processor for seconds is late.
@ExtendWith(InstallationExtension.class)
class DroppedRegistryBench {
  private static final int PODS = 400;
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = WEBHOOK_TIMEOUT.multipliedBy(8).dividedBy(10);
  private static final int SPARE = 20;
  private static final int WARMING = 1_000;
  private static final int WARMING_AT_ONCE = 16;
  private static final String NO_ANSWER = "no answer: ";

  private final Surroundings surroundings;
  private final OperatorProcess operator;

  /// What became of one Pod; `refusal` is empty where it came in.
  private record Answer(boolean closed, String refusal) {
    /// Whether the API server answered at all.
    boolean isThere() {
      return !refusal.startsWith(NO_ANSWER);
    }

    boolean isRight() {
      return closed
          ? refusal.contains("denied the request: Pod ") && refusal.contains("could not be judged")
          : refusal.isEmpty();
    }
  }

  DroppedRegistryBench(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.operator = surroundings.installation().operator();
  }

  @Test
  void answersAHundredPodsASecondInTimeAndAsThePoliciesSay() throws Exception {
    surroundings.installation().setTimeout(WEBHOOK_TIMEOUT);
    TestNamespace open = namespace("open", "Warn");
    TestNamespace closed = namespace("closed", "Deny");
    warmUp(open);
    int files = openFiles();
    double threads = threads();

    List<Answer> answers = create(open, closed);

    System.out.printf(
        "%d Pods: %d right, %d wrong, %d without an answer; slowest review %d ms"
            + " (deadline %d ms, the API server waits %d ms)%n",
        answers.size(),
        answers.stream().filter(Answer::isRight).count(),
        answers.stream().filter(answer -> answer.isThere() && !answer.isRight()).count(),
        answers.stream().filter(answer -> !answer.isThere()).count(),
        operator.slowestReview().toMillis(),
        DEADLINE.toMillis(),
        WEBHOOK_TIMEOUT.toMillis());
    whyTheApiServerWentOn().forEach(System.out::println);
    assertThat(answers).hasSize(PODS).filteredOn(answer -> !answer.isRight()).isEmpty();
    assertThat(operator.slowestReview()).isLessThan(WEBHOOK_TIMEOUT);
    Patience.await(
        Duration.ofSeconds(20),
        () -> openFiles() <= files + SPARE && threads() <= threads + SPARE,
        () ->
            "left behind: %d files open instead of %d, %.0f threads instead of %.0f"
                .formatted(openFiles(), files, threads(), threads));
    assertThat(open.deploy("known", surroundings.registry().host() + "/faults:root").err())
        .as("other registries are read as ever")
        .contains("root-user");
    open.delete();
    closed.delete();
  }

  /// What the API server says of calls that it gave up, each ending once with how often.
  private List<String> whyTheApiServerWentOn() throws IOException {
    Path log = surroundings.cluster().logs().orElseThrow().resolve("kube-apiserver.log");
    Map<String, Integer> endings = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      int call = line.indexOf("failed calling webhook");
      if (call >= 0) {
        endings.merge(line.substring(call), 1, Integer::sum);
      }
    }
    return endings.entrySet().stream().map(e -> e.getValue() + " x " + e.getKey()).toList();
  }

  private TestNamespace namespace(String purpose, String action) {
    TestNamespace namespace =
        TestNamespace.create(surroundings.cluster().kubectl(), "dropped-" + purpose);
    namespace.policy(
        "load-line",
        "whenUndetermined: {unreachable: %1$s, scanPending: %1$s}\nrules: {user: {rootUser: {}}}"
            .formatted(action));
    return namespace;
  }

  private List<Answer> create(TestNamespace open, TestNamespace closed) throws Exception {
    try (KubernetesClient client = manyAtOnce();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < PODS; i++) {
        Pod pod = pod(i);
        boolean isClosed = i % 2 == 0;
        String namespace = (isClosed ? closed : open).name();
        answers.add(threads.submit(() -> create(client, namespace, pod, isClosed)));
        long next = start + BETWEEN.multipliedBy(i + 1L).toNanos();
        Patience.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
      List<Answer> found = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        found.add(answer.get());
      }
      return found;
    }
  }

  private static Answer create(
      KubernetesClient client, String namespace, Pod pod, boolean isClosed) {
    try {
      client.pods().inNamespace(namespace).resource(pod).create();
      return new Answer(isClosed, "");
    } catch (KubernetesClientException e) {
      return new Answer(
          isClosed, e.getStatus() == null ? NO_ANSWER + e : String.valueOf(e.getMessage()));
    }
  }

  private KubernetesClient manyAtOnce() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(surroundings.cluster().client().getConfiguration())
                .withMaxConcurrentRequests(PODS)
                .withMaxConcurrentRequestsPerHost(PODS)
                .build())
        .build();
  }

  /// Reviews of a known image, so that what is measured is no process that has just started: what
  /// Java has not compiled yet takes a multiple of the time.
  private void warmUp(TestNamespace namespace) throws Exception {
    String known = surroundings.registry().host() + "/faults:root";
    try (KubernetesClient client = manyAtOnce();
        ExecutorService threads = Executors.newFixedThreadPool(WARMING_AT_ONCE)) {
      List<Future<Pod>> reviews = new ArrayList<>();
      for (int i = 0; i < WARMING; i++) {
        Pod pod =
            pod(i)
                .edit()
                .editSpec()
                .editFirstContainer()
                .withImage(known)
                .endContainer()
                .endSpec()
                .build();
        var resource = client.pods().inNamespace(namespace.name()).resource(pod).dryRun();
        reviews.add(
            threads.submit(
                () -> {
                  try {
                    return resource.create();
                  } catch (KubernetesClientException _) {
                    return pod; // refused, as it should be
                  }
                }));
      }
      for (Future<Pod> review : reviews) {
        review.get();
      }
    }
  }

  /// Nobody schedules it, so that no node asks the registry.
  private Pod pod(int number) {
    String image = surroundings.faults().get(Fault.DROPPED).host() + "/flood/app-" + number + ":1";
    return new PodBuilder()
        .withNewMetadata()
        .withName("flood-" + number)
        .endMetadata()
        .withNewSpec()
        .withSchedulerName("nobody")
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  private int openFiles() {
    try (Stream<Path> open = Files.list(Path.of("/proc", operator.processId() + "", "fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double threads() {
    return operator.metrics().sum("jvm_threads_live_threads", Map.of());
  }
}
