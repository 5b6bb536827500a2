package dev.plimsoll.operator.running;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Inspections;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts together what watches Pods and what looks into their images.
final class RunningWiring {

  @Produces
  @Singleton
  PodWatch pods(KubernetesClient client) {
    return new PodWatch(client);
  }

  void close(@Disposes PodWatch pods) {
    pods.close();
  }

  @Produces
  @Singleton
  PacedInspector inspector(Inspections inspections, OperatorConfig config) {
    OperatorConfig.Audit audit = config.audit();
    return new PacedInspector(inspections, audit.imagesAtOnce(), audit.timePerImage());
  }

  void close(@Disposes PacedInspector inspector) {
    inspector.close();
  }
}
