package dev.plimsoll.operator.policy;

import dev.plimsoll.operator.exemption.IndexedExemption;
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
  private final List<Runnable> usesListeners = new CopyOnWriteArrayList<>();
  private volatile Map<PolicyName, PolicyAudit> latest = Map.of();
  private volatile Map<IndexedExemption.Key, Integer> uses = Map.of();

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

  /// Replaces what was known of exemptions: how many images that run each covers. One that is not
  /// there has not been looked at.
  public void publishUses(Map<IndexedExemption.Key, Integer> imagesByExemption) {
    Map<IndexedExemption.Key, Integer> former = uses;
    uses = Map.copyOf(imagesByExemption);
    if (!uses.equals(former)) {
      usesListeners.forEach(Runnable::run);
    }
  }

  /// How many images that run an exemption covers, where that was looked at.
  Optional<Integer> usesOf(IndexedExemption.Key exemption) {
    return Optional.ofNullable(uses.get(exemption));
  }

  void onUses(Runnable listener) {
    usesListeners.add(listener);
  }

  void onNews(Consumer<PolicyName> listener) {
    listeners.add(listener);
  }
}
