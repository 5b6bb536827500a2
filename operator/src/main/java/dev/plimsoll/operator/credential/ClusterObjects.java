package dev.plimsoll.operator.credential;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/// The objects of a cluster that say what images are pulled with, each read by its name; null
/// where there is none.
public interface ClusterObjects {
  @Nullable Secret secret(String namespace, String name);

  @Nullable ServiceAccount serviceAccount(String namespace, String name);

  /// Asks the API server by `get`, never by `list` or `watch`.
  static ClusterObjects in(KubernetesClient client) {
    return new ClusterObjects() {
      @Override
      public @Nullable Secret secret(String namespace, String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
      }

      @Override
      public @Nullable ServiceAccount serviceAccount(String namespace, String name) {
        return client.serviceAccounts().inNamespace(namespace).withName(name).get();
      }
    };
  }
}
