package dev.plimsoll.operator.audit;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.operator.notice.Incident;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes incidents of verdicts.
final class Incidents {
  /// A policy is judged by a moment after it was written, and a Pod's time is cut to seconds.
  private static final Duration UNTIL_IN_FORCE = Duration.ofSeconds(5);

  private Incidents() {}

  static Incident of(
      IndexedPolicy policy,
      Unit unit,
      Question question,
      Verdict.Denied denied,
      @Nullable Instant arrived) {
    Violation worst = denied.violations().getFirst();
    int more = denied.violations().size() - 1;
    return new Incident(
        referenceTo(policy),
        referenceTo(unit),
        unit.container(),
        question.image().title(),
        unit.digest(),
        "%s: %s, limit %s%s"
            .formatted(
                worst.rule(),
                worst.actual(),
                worst.limit(),
                more == 0 ? "" : " and %d more".formatted(more)),
        cameAfter(policy, arrived));
  }

  private static boolean cameAfter(IndexedPolicy policy, @Nullable Instant arrived) {
    Instant since = policy.since();
    Instant taken = policy.baselineTaken();
    Instant inForce = since != null && taken != null && taken.isAfter(since) ? taken : since;
    return inForce != null && arrived != null && arrived.isAfter(inForce.plus(UNTIL_IN_FORCE));
  }

  /// Those that came in while nobody could judge them, as `shop/Deployment/web`.
  static List<String> unjudged(List<Incident> incidents) {
    return incidents.stream()
        .filter(Incident::cameInUnjudged)
        .map(Incident::title)
        .distinct()
        .sorted()
        .toList();
  }

  private static ObjectReference referenceTo(IndexedPolicy policy) {
    boolean forCluster = policy.namespace().isEmpty();
    return new ObjectReferenceBuilder()
        .withApiVersion(ImagePolicy.GROUP + "/" + ImagePolicy.VERSION)
        .withKind(forCluster ? "ClusterImagePolicy" : "ImagePolicy")
        .withNamespace(forCluster ? null : policy.namespace())
        .withName(policy.name())
        .withUid(policy.uid())
        .build();
  }

  static ObjectReference referenceTo(Unit unit) {
    return new ObjectReferenceBuilder()
        .withApiVersion(unit.owner().apiVersion())
        .withKind(unit.owner().kind())
        .withNamespace(unit.namespace())
        .withName(unit.owner().name())
        .withUid(unit.owner().uid())
        .build();
  }
}
