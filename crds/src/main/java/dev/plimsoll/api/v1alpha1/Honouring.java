package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.policy.Exemption;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether a policy honours an exemption: as far as it does, or why it does not.
public sealed interface Honouring {

  /// It does, for the rules that the exemption still has.
  record Honoured(Exemption exemption) implements Honouring {}

  /// It does not.
  record Refused(String why) implements Honouring {}

  /// A namespace that an exemption stands in: its labels, null where nobody can tell them, and
  /// whether it is the operator's own.
  record Origin(String namespace, @Nullable Map<String, String> labels, boolean operators) {
    public Origin {
      labels = labels == null ? null : Map.copyOf(labels);
    }
  }

  /// A policy for the cluster, under its terms, of an exemption that was made then and there.
  static Honouring under(
      ExemptionTerms terms, Exemption exemption, Instant created, Origin origin) {
    Map<String, String> labels = origin.labels();
    if (labels == null && terms.namespaceSelector() != null) {
      return new Refused("the labels of its namespace are not known");
    }
    if (!terms.acceptFrom(labels == null ? Map.of() : labels, origin.operators())) {
      return new Refused("accepts no exemption from namespace " + origin.namespace());
    }
    if (!terms.acceptFor(created, exemption.expires())) {
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
