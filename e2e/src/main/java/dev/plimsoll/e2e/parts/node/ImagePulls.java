package dev.plimsoll.e2e.parts.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Pulls the images of the Pods on fake nodes, as far as a Pod's status shows: writes each
/// container's `imageID`, or why it waits. kwok's Stages do the rest once all are there.
public final class ImagePulls implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 16;

  private final KubernetesClient client;
  private final NodeImages images;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Set<Task> atWork = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<Pod> pods;

  /// One Pod with so many ephemeral containers: the one list of a Pod's that grows.
  private record Task(String uid, int ephemeralContainers) {}

  private enum Outcome {
    DONE,
    CHANGED,
    FAILED
  }

  /// Starts pulling for every Pod that has a node.
  public ImagePulls(KubernetesClient client) {
    this.client = client;
    this.images = new NodeImages(new ManifestLookup(), new PullSecrets(client));
    this.pods = client.pods().inAnyNamespace().inform(new Scheduled());
  }

  @Override
  public void close() {
    pods.close();
    threads.shutdownNow();
    threads.close();
  }

  private final class Scheduled implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      pullWhatIsMissing(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      pullWhatIsMissing(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      // its task ends by itself
    }
  }

  private void pullWhatIsMissing(Pod pod) {
    var task = new Task(pod.getMetadata().getUid(), pod.getSpec().getEphemeralContainers().size());
    if (new PodImages(pod).lackSome() && atWork.add(task)) {
      threads.execute(
          () -> {
            try {
              pullUntilNoneIsMissing(pod);
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } finally {
              atWork.remove(task);
            }
          });
    }
  }

  private void pullUntilNoneIsMissing(Pod first) throws InterruptedException {
    var pause = FIRST_PAUSE;
    var again = false;
    var pod = Optional.of(first);
    while (!threads.isShutdown() && pod.isPresent() && new PodImages(pod.get()).lackSome()) {
      switch (pullOnce(pod.get(), again)) {
        case DONE -> {
          return;
        }
        case CHANGED -> {} // since it was read: look at it again
        case FAILED -> {
          again = true;
          Thread.sleep(pause);
          var doubled = pause.multipliedBy(2);
          pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
      }
      pod = current(first);
    }
  }

  private Outcome pullOnce(Pod pod, boolean again) {
    turns.acquireUninterruptibly();
    try {
      var after = new PodImages(pod).pull(images, again);
      var patch = client.getKubernetesSerialization().asJson(after);
      var patched =
          resource(pod).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      return new PodImages(patched).lackSome() ? Outcome.FAILED : Outcome.DONE;
    } catch (KubernetesClientException e) {
      return e.getCode() == 409 ? Outcome.CHANGED : Outcome.FAILED;
    } finally {
      turns.release();
    }
  }

  private Optional<Pod> current(Pod pod) {
    try {
      return Optional.ofNullable(resource(pod).get())
          .filter(found -> found.getMetadata().getUid().equals(pod.getMetadata().getUid()));
    } catch (KubernetesClientException _) {
      return Optional.of(pod);
    }
  }

  private PodResource resource(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }
}
