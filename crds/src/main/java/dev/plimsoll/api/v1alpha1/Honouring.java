package dev.plimsoll.operator.exemption;

import dev.plimsoll.api.v1alpha1.ExemptionTerms;
import dev.plimsoll.policy.Exemption;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether a policy honours an exemption: as far as it does, or why it does not.
public sealed interface Honouring {

  /// It does, for the rules that the exemption still has.
  record Honoured(Exemption exemption) implements Honouring {}

  /// It does not.
  record Refused(String why) implements Honouring {}

  /// A policy for the cluster, under its terms. `labels` are those of the exemption's namespace,
  /// null where nobody can tell; `operators` says that it is the operator's own.
  static Honouring under(
      ExemptionTerms terms,
      IndexedExemption indexed,
      Exemption exemption,
      @Nullable Map<String, String> labels,
      boolean operators) {
    if (labels == null && terms.namespaceSelector() != null) {
      return new Refused("the labels of its namespace are not known");
    }
    if (!terms.acceptFrom(labels == null ? Map.of() : labels, operators)) {
      return new Refused("accepts no exemption from namespace " + indexed.key().namespace());
    }
    if (!terms.acceptFor(indexed.created(), exemption.expires())) {
      return new Refused("an exemption may last %d days".formatted(terms.maxDays()));
    }
    Exemption accepted = exemption.onlyFor(terms::acceptRule);
    return accepted.allowances().isEmpty()
        ? new Refused("accepts no exemption from " + rulesOf(exemption))
        : new Honoured(accepted);
  }

  private static String rulesOf(Exemption exemption) {
    return exemption.allowances().stream()
        .map(Exemption.Allowance::rule)
        .collect(Collectors.joining(", "));
  }
}
