package dev.plimsoll.operator.probe;

import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/// The self-probe as a program that ends: what `helm test` runs.
public final class SelfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private SelfTest() {}

  /// Asks until the webhook is effective, a minute at most, says what it saw in one sentence, and
  /// returns the exit status.
  public static int run(Map<String, String> environment, PrintStream out) {
    String namespace = environment.getOrDefault("PLIMSOLL_PROBE_NAMESPACE", "plimsoll-probe");
    String webhook = environment.getOrDefault("PLIMSOLL_WEBHOOK_CONFIGURATION", "plimsoll");
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      SelfProbe probe = new SelfProbe(client, namespace, webhook);
      return run(probe, System.nanoTime() + PATIENCE.toNanos(), out);
    }
  }

  private static int run(SelfProbe probe, long end, PrintStream out) {
    while (true) {
      ProbeOutcome outcome = probe.ask();
      if (outcome instanceof Effective || System.nanoTime() - end > 0) {
        return told(outcome, out);
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return told(outcome, out);
      }
    }
  }

  private static int told(ProbeOutcome outcome, PrintStream out) {
    return switch (outcome) {
      case Effective _ -> {
        out.println("The API server asks Plimsoll: a Pod was refused as it should be.");
        yield 0;
      }
      case Bypassed bypassed -> {
        out.println("The API server does not ask Plimsoll: " + bypassed.sign() + ".");
        yield 1;
      }
      case Unclear unclear -> {
        out.println("Whether the API server asks Plimsoll cannot be told: " + unclear.sign());
        yield 1;
      }
    };
  }
}
