package dev.plimsoll.operator.policy;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// How far the recording of what ran has come, policy by policy; on the leader alone.
@Singleton
public final class BaselineProgresses {
  private final List<Consumer<PolicyName>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<PolicyName, BaselineProgress> latest = Map.of();

  Optional<BaselineProgress> of(PolicyName policy) {
    return Optional.ofNullable(latest.get(policy));
  }

  /// Replaces all that was known, and tells of the policies for which something is new.
  public void publish(Map<PolicyName, BaselineProgress> progresses) {
    Map<PolicyName, BaselineProgress> former = latest;
    latest = Map.copyOf(progresses);
    progresses.forEach(
        (policy, progress) -> {
          if (!progress.equals(former.get(policy))) {
            listeners.forEach(listener -> listener.accept(policy));
          }
        });
  }

  void onNews(Consumer<PolicyName> listener) {
    listeners.add(listener);
  }
}
