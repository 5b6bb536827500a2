package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.policy.BaselineProgress;
import dev.plimsoll.operator.policy.BaselineProgress.State;
import dev.plimsoll.operator.policy.IndexedPolicy;
import java.util.List;
import java.util.Map;

/// What is said of a policy's baselines.
final class Telling {
  private Telling() {}

  /// `needed` are the baselines that the policy asks for, `left` why some are not there yet.
  static BaselineProgress of(
      IndexedPolicy policy,
      List<BaselineKey> needed,
      Map<BaselineKey, String> left,
      BaselineIndex baselines) {
    if (!policy.toleratesWhatRan()
        || policy.policy().filter(p -> !p.enforced().isEmpty()).isEmpty()) {
      return new BaselineProgress(policy.generation(), State.NOT_NEEDED, "");
    }
    List<BaselineKey> pending = needed.stream().filter(left::containsKey).toList();
    return pending.isEmpty()
        ? new BaselineProgress(policy.generation(), State.TAKEN, taken(needed, baselines))
        : new BaselineProgress(policy.generation(), State.PENDING, pending(pending, left));
  }

  private static String pending(List<BaselineKey> pending, Map<BaselineKey, String> left) {
    BaselineKey first = pending.getFirst();
    String others = pending.size() == 1 ? "" : " and " + (pending.size() - 1) + " more namespaces";
    return "only warns in %s%s until what runs there is recorded: %s"
        .formatted(first.namespace(), others, left.get(first));
  }

  private static String taken(List<BaselineKey> needed, BaselineIndex baselines) {
    List<BaselineSpec> specs =
        needed.stream()
            .flatMap(key -> baselines.of(key).stream())
            .map(held -> held.resource().getSpec())
            .toList();
    int images = specs.stream().mapToInt(BaselineSpec::count).sum();
    long ended = specs.stream().filter(spec -> spec.ended() != null).count();
    int leftOut =
        specs.stream().mapToInt(spec -> spec.leftOut() == null ? 0 : spec.leftOut()).sum();
    if (ended > 0 && ended == needed.size()) {
      return "nothing is tolerated: the Baseline was deleted";
    }
    return "tolerated: %d images that ran before".formatted(images)
        + (ended == 0 ? "" : "; none where the Baseline was deleted (%d)".formatted(ended))
        + (leftOut == 0 ? "" : "; %d more found no room and are refused".formatted(leftOut));
  }
}
