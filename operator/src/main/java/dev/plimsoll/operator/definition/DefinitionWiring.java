package dev.plimsoll.operator.definition;

import dev.plimsoll.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts together what watches the definitions, and starts it.
final class DefinitionWiring {

  @Produces
  @Singleton
  Definitions definitions() {
    return new Definitions();
  }

  @Produces
  @Singleton
  DefinitionWatch watch(KubernetesClient client, Definitions definitions) {
    return new DefinitionWatch(client, definitions);
  }

  void close(@Disposes DefinitionWatch watch) {
    watch.close();
  }

  void start(
      @Observes StartupEvent event,
      DefinitionWatch watch,
      Definitions definitions,
      Metrics metrics) {
    definitions.onChange(() -> metrics.definitions(definitions.byPlural()));
    watch.start();
  }
}
