package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.PartsException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A Kubernetes cluster to work against: one that was started here, or one that was given.
public sealed interface ControlPlane extends AutoCloseable
    permits StartedControlPlane, GivenControlPlane {

  /// Starts a cluster as `settings` say, or takes the given one, and returns when it is ready: the
  /// API server answers, the controllers work and the nodes take Pods.
  static ControlPlane start(ControlPlaneSettings settings) {
    return settings
        .givenKubeconfig()
        .<ControlPlane>map(kubeconfig -> GivenControlPlane.at(kubeconfig, settings))
        .orElseGet(() -> StartedControlPlane.start(settings));
  }

  /// The administrator's kubeconfig.
  Path kubeconfig();

  Kubectl kubectl();

  /// An administrator's client, shared by all; it is closed with this.
  KubernetesClient client();

  /// Where the endpoints of webhook Services may lie, if there is such an address; see
  /// [ServiceAddress].
  Optional<String> serviceAddress();

  /// Where the parts write their logs, if they are ours.
  Optional<Path> logs();

  /// What does not run here and what therefore does not happen, one sentence each.
  List<String> limits();

  /// Ends the API server alone; etcd, the controllers and the nodes go on without it.
  ///
  /// @throws PartsException if the cluster was given
  void stopApiServer();

  /// Starts the API server again, on the same port and with the same objects, and returns when it
  /// is ready.
  void startApiServer();

  /// Ends what was started here, and waits for it; a given cluster stays as it is.
  @Override
  void close();
}
