package dev.plimsoll.operator.policy;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What the last audit found, policy by policy; on the leader alone.
@Singleton
public final class PolicyAudits {
  private final List<Consumer<PolicyName>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<PolicyName, PolicyAudit> latest = Map.of();

  Optional<PolicyAudit> of(PolicyName policy) {
    return Optional.ofNullable(latest.get(policy));
  }

  /// Replaces all that was known, and tells of the policies for which something is new.
  public void publish(Map<PolicyName, PolicyAudit> audits) {
    Map<PolicyName, PolicyAudit> former = latest;
    latest = Map.copyOf(audits);
    List<PolicyName> news = new ArrayList<>();
    audits.forEach(
        (policy, audit) -> {
          PolicyAudit before = former.get(policy);
          if (before == null || !before.equals(audit)) {
            news.add(policy);
          }
        });
    news.forEach(policy -> listeners.forEach(listener -> listener.accept(policy)));
  }

  void onNews(Consumer<PolicyName> listener) {
    listeners.add(listener);
  }
}
