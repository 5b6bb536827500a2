package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.Cache;
import dev.plimsoll.e2e.parts.process.PartsException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The cluster that `KUBECONFIG` names. Nothing of it is started or ended here.
record GivenControlPlane(Path kubeconfig, Kubectl kubectl, KubernetesClient client)
    implements ControlPlane {

  static GivenControlPlane at(Path kubeconfig, ControlPlaneSettings settings) {
    if (!Files.isReadable(kubeconfig)) {
      throw new PartsException(
          "KUBECONFIG names %s, which cannot be read: let it name one file, or unset it."
              .formatted(kubeconfig));
    }
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setRequestRetryBackoffLimit(StartedControlPlane.RETRIES);
    config.setRequestTimeout(StartedControlPlane.REQUEST_MILLIS);
    var client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      var version = client.getKubernetesVersion().getGitVersion();
      settings.progress().accept("using the cluster of KUBECONFIG, Kubernetes " + version);
    } catch (KubernetesClientException e) {
      client.close();
      throw new PartsException(
          "The cluster that KUBECONFIG (%s) names does not answer: %s"
              .formatted(kubeconfig, e.getMessage()),
          e);
    }
    var program =
        Cache.onPath("kubectl")
            .orElseGet(() -> Binaries.find(settings.progress()).require("kubectl"));
    return new GivenControlPlane(kubeconfig, new Kubectl(program, kubeconfig), client);
  }

  @Override
  public Optional<String> serviceAddress() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> logs() {
    return Optional.empty();
  }

  @Override
  public List<String> limits() {
    return List.of("The cluster was given: its nodes pull images from where they can reach them.");
  }

  @Override
  public void stopApiServer() {
    throw new PartsException("The cluster was given: its API server is not ours to stop.");
  }

  @Override
  public void startApiServer() {
    throw new PartsException("The cluster was given: its API server is not ours to start.");
  }

  @Override
  public void close() {
    client.close();
  }
}
