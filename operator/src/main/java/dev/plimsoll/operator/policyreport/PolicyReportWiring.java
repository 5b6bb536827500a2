package dev.plimsoll.operator.policyreport;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.policy.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts together what writes reports on workloads, and starts it where that is switched on.
final class PolicyReportWiring {

  @Produces
  @Singleton
  PolicyReports reports(KubernetesClient client, Leadership leadership) {
    return new PolicyReports(
        client, new WrittenReports(client), leadership::isHeld, InstantSource.system());
  }

  void close(@Disposes PolicyReports reports) {
    reports.close();
  }

  void start(
      @Observes StartupEvent event,
      PolicyReports reports,
      Leadership leadership,
      OperatorConfig config) {
    if (config.policyReports().enabled()) {
      leadership.onLoss(reports::rest);
      reports.start();
    }
  }
}
