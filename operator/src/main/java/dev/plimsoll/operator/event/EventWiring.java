package dev.plimsoll.operator.event;

import dev.plimsoll.operator.OperatorConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts together what writes Events.
final class EventWiring {

  @Produces
  @Singleton
  Events events(KubernetesClient client, OperatorConfig config) {
    return new Events(
        client, config.leader().identity().orElse("plimsoll"), InstantSource.system());
  }

  void close(@Disposes Events events) {
    events.close();
  }
}
