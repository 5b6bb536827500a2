package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.bench.SoakTally.Expected;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Pods created as dry runs at a steady rate, whether or not the former ones were answered.
final class SoakLoad implements AutoCloseable {
  private final List<DryRuns> clients;
  private final List<String> admitted;
  private final List<String> denied;
  private final SoakTally tally;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

  /// `clients` take turns.
  SoakLoad(List<DryRuns> clients, List<String> admitted, List<String> denied, SoakTally tally) {
    this.clients = List.copyOf(clients);
    this.admitted = List.copyOf(admitted);
    this.denied = List.copyOf(denied);
    this.tally = tally;
  }

  /// Sends for so long; every other Pod is to be denied. Returns when all was sent.
  void send(Duration time, int perSecond, Supplier<String> phase) {
    long start = System.nanoTime();
    long count = time.toSeconds() * perSecond;
    for (int i = 0; i < count; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      Expected expected = i % 2 == 0 ? Expected.ADMITTED : Expected.DENIED;
      List<String> images = expected == Expected.ADMITTED ? admitted : denied;
      String image = images.get(i / 2 % images.size());
      String name = "soak-" + i;
      DryRuns client = clients.get(i % clients.size());
      senders.submit(() -> ask(phase.get(), expected, client, name, image));
    }
  }

  /// Asks once and says whether the answer was the expected one, outside the tally.
  boolean isAnswered(Expected expected, String image) {
    Optional<String> error = clients.getFirst().create("soak-try", image);
    return expected == Expected.DENIED
        ? error.filter(message -> message.contains(SoakTally.REFUSAL)).isPresent()
        : error.isEmpty();
  }

  private void ask(String phase, Expected expected, DryRuns client, String name, String image) {
    long start = System.nanoTime();
    Optional<String> error = client.create(name, image);
    tally.add(phase, expected, error, Duration.ofNanos(System.nanoTime() - start));
  }

  /// Waits for the answers that are still out.
  @Override
  public void close() {
    senders.close();
  }
}
