package dev.plimsoll.operator.breakglass;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the ConfigMap that break-glass is.
final class BreakGlassWatch implements AutoCloseable {
  /// The ConfigMap's name.
  static final String NAME = "plimsoll-break-glass";

  private static final Logger LOG = LoggerFactory.getLogger(BreakGlassWatch.class);

  /// An operator that may not read the switch judges without it rather than not at all.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SharedIndexInformer<ConfigMap> informer;
  private volatile long started;

  BreakGlassWatch(KubernetesClient client, String namespace, BreakGlassSwitch breakGlass) {
    this.informer =
        client
            .configMaps()
            .inNamespace(namespace)
            .withName(NAME)
            .runnableInformer(0)
            .exceptionHandler(
                (_, fault) -> {
                  LOG.atWarn()
                      .addKeyValue("configMap", namespace + "/" + NAME)
                      .setCause(fault)
                      .log("Break-glass cannot be read; the role of the operator may lack it");
                  return true;
                })
            .addEventHandler(breakGlass);
  }

  void start() {
    started = System.nanoTime();
    informer.start();
  }

  /// Whether the switch is known, or was waited for long enough.
  boolean isSettled() {
    return informer.hasSynced() || System.nanoTime() - started > PATIENCE.toNanos();
  }

  @Override
  public void close() {
    informer.stop();
  }
}
