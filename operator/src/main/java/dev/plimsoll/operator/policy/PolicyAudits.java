package dev.plimsoll.operator.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What the last audit found, policy by policy; on the leader alone.
@ApplicationScoped
public class PolicyAudits {
  private final List<Consumer<Key>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Key, PolicyAudit> latest = Map.of();

  /// A policy by namespace and name.
  public record Key(String namespace, String name) {}

  Optional<PolicyAudit> of(Key policy) {
    return Optional.ofNullable(latest.get(policy));
  }

  /// Replaces all that was known, and tells of the policies for which something is new.
  public void publish(Map<Key, PolicyAudit> audits) {
    Map<Key, PolicyAudit> former = latest;
    latest = Map.copyOf(audits);
    List<Key> news = new ArrayList<>();
    audits.forEach(
        (policy, audit) -> {
          PolicyAudit before = former.get(policy);
          if (before == null || !before.equals(audit)) {
            news.add(policy);
          }
        });
    news.forEach(policy -> listeners.forEach(listener -> listener.accept(policy)));
  }

  void onNews(Consumer<Key> listener) {
    listeners.add(listener);
  }
}
