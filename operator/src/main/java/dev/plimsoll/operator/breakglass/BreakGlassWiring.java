package dev.plimsoll.operator.breakglass;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.event.Events;
import dev.plimsoll.operator.event.Happening;
import dev.plimsoll.operator.event.Happening.Weight;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.policy.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts break-glass together, and tells of it: a metric on every replica, Events from the leader.
final class BreakGlassWiring {

  @Produces
  @Singleton
  BreakGlassSwitch breakGlass() {
    return new BreakGlassSwitch();
  }

  @Produces
  @Singleton
  BreakGlassWatch watch(
      KubernetesClient client, OperatorConfig config, BreakGlassSwitch breakGlass) {
    return new BreakGlassWatch(client, config.namespace(), breakGlass);
  }

  void close(@Disposes BreakGlassWatch watch) {
    watch.close();
  }

  void start(
      @Observes StartupEvent event,
      BreakGlassSwitch breakGlass,
      BreakGlassWatch watch,
      Leadership leadership,
      Events events,
      Metrics metrics) {
    breakGlass.onTurn(turn -> metrics.breakGlass(turn.on()));
    breakGlass.onTurn(
        turn -> {
          if (leadership.isHeld()) {
            events.tell(happening(turn));
          }
        });
    leadership.onGain(
        () -> breakGlass.found().map(BreakGlassWiring::happening).ifPresent(events::tell));
    watch.start();
  }

  private static Happening happening(BreakGlassSwitch.Turn turn) {
    return new Happening(
        Happening.referenceTo(turn.by()),
        turn.on() ? Weight.WARNING : Weight.NORMAL,
        "Judging",
        turn.on() ? "BreakGlassOn" : "BreakGlassOff",
        turn.on()
            ? "nothing is refused or warned of while this ConfigMap stands: " + turn.reason()
            : "policies are enforced again",
        turn.reason());
  }
}
