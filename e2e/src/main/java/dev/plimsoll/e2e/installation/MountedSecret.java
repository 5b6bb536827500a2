package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The Secret that the installation mounts into the operator's Pod at some path, as a kubelet
/// mounts it: a file for each key, all of them changed at one stroke, a while after the Secret. A
/// Secret that is deleted leaves its files as they are.
public final class MountedSecret implements AutoCloseable {
  private static final Duration THERE = Duration.ofSeconds(90);

  private final ControlPlane cluster;
  private final String name;
  private final Duration pace;
  private final WorkDirectory directory = WorkDirectory.at(null);
  private Map<String, String> shown = Map.of();
  private int version;
  private volatile boolean closed;

  private MountedSecret(ControlPlane cluster, String name, Duration pace) {
    this.cluster = cluster;
    this.name = name;
    this.pace = pace;
  }

  /// Returns once the Secret is there and its files are written, until when a kubelet would not
  /// start the container; from then on it is looked for changes at this `pace`.
  public static MountedSecret at(String path, ControlPlane cluster, Duration pace) {
    var mounted = new MountedSecret(cluster, secretAt(path, cluster), pace);
    Patience.await(
        THERE,
        mounted::update,
        () -> "The Secret " + mounted.name + " that is mounted at " + path + " does not come.");
    Thread.ofVirtual().name("kubelet-secret").start(mounted::watch);
    return mounted;
  }

  /// Where the files are.
  public Path directory() {
    return directory.path().resolve("mount");
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      directory.close();
    }
  }

  private void watch() {
    while (!closed) {
      Patience.pause(pace);
      try {
        update();
      } catch (KubernetesClientException _) {
        // The API server is away: a kubelet tries again.
      }
    }
  }

  /// Whether there is something to read.
  private synchronized boolean update() {
    if (closed) {
      return false;
    }
    Secret secret =
        cluster.client().secrets().inNamespace(Installation.NAMESPACE).withName(name).get();
    if (secret != null && secret.getData() != null && !secret.getData().equals(shown)) {
      try {
        write(new TreeMap<>(secret.getData()));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write the files of the Secret " + name, e);
      }
      shown = Map.copyOf(secret.getData());
    }
    return !shown.isEmpty();
  }

  /// The files are links to others behind one link, `..data`, and that one is replaced.
  private void write(Map<String, String> data) throws IOException {
    Path mount = Files.createDirectories(directory());
    Path fresh = Files.createDirectory(mount.resolve("..version-" + ++version));
    for (Map.Entry<String, String> entry : data.entrySet()) {
      Files.write(fresh.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
      Path link = mount.resolve(entry.getKey());
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", entry.getKey()));
      }
    }
    Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), fresh.getFileName());
    Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String gone : Set.copyOf(shown.keySet())) {
      if (!data.containsKey(gone)) {
        Files.deleteIfExists(mount.resolve(gone));
      }
    }
  }

  private static String secretAt(String path, ControlPlane cluster) {
    PodSpec pod =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(Installation.NAMESPACE)
            .withName("plimsoll")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec();
    List<String> volumes =
        pod.getContainers().getFirst().getVolumeMounts().stream()
            .filter(mount -> mount.getMountPath().equals(path))
            .map(VolumeMount::getName)
            .toList();
    return pod.getVolumes().stream()
        .filter(volume -> volumes.contains(volume.getName()) && volume.getSecret() != null)
        .map(Volume::getSecret)
        .map(secret -> secret.getSecretName())
        .findFirst()
        .orElseThrow(
            () -> new PartsException("The Deployment plimsoll mounts no Secret at " + path + "."));
  }
}
