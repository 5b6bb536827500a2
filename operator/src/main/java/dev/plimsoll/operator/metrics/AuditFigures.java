package dev.plimsoll.operator.metrics;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one audit found, in numbers.
public record AuditFigures(List<OfPolicy> policies, Map<Place, Integer> violations) {
  /// Policies of different names that have series of their own; what is beyond is one more.
  static final int NAMES = 200;

  static final String OTHERS = "(others)";

  public AuditFigures {
    policies = List.copyOf(policies);
    violations = Map.copyOf(violations);
  }

  /// A namespace, and what its policies do about the violations that are counted there.
  public record Place(String namespace, Enforcement enforcement) {}

  /// The figures of one policy, or of all policies of one name; advice is no violation.
  public record OfPolicy(
      String name,
      int compliant,
      int violating,
      int undetermined,
      int tolerated,
      Bytes reclaimable,
      Map<String, Integer> violationsByRule) {
    public OfPolicy {
      violationsByRule = Map.copyOf(violationsByRule);
    }

    OfPolicy and(OfPolicy other) {
      Map<String, Integer> rules = new TreeMap<>(violationsByRule);
      other.violationsByRule.forEach((rule, count) -> rules.merge(rule, count, Integer::sum));
      return new OfPolicy(
          name,
          compliant + other.compliant,
          violating + other.violating,
          undetermined + other.undetermined,
          tolerated + other.tolerated,
          reclaimable.plus(other.reclaimable),
          rules);
    }

    OfPolicy called(String otherName) {
      return new OfPolicy(
          otherName, compliant, violating, undetermined, tolerated, reclaimable, violationsByRule);
    }
  }

  /// One entry per policy name, namespaces together; beyond [#NAMES], those with the fewest
  /// violating images are one entry.
  List<OfPolicy> boundedByPolicyName() {
    Map<String, OfPolicy> byName = new LinkedHashMap<>();
    policies.forEach(policy -> byName.merge(policy.name(), policy, OfPolicy::and));
    List<OfPolicy> worstFirst =
        byName.values().stream()
            .sorted(
                Comparator.comparingInt(OfPolicy::violating)
                    .reversed()
                    .thenComparing(OfPolicy::name))
            .toList();
    if (worstFirst.size() <= NAMES) {
      return worstFirst;
    }
    List<OfPolicy> bounded = new ArrayList<>(worstFirst.subList(0, NAMES));
    worstFirst.stream()
        .skip(NAMES)
        .map(policy -> policy.called(OTHERS))
        .reduce(OfPolicy::and)
        .ifPresent(bounded::add);
    return bounded;
  }
}
