package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which exemptions a cluster's policy honours: from which namespaces, for how long, from which
/// rules.
public record ExemptionTerms(
    @JsonPropertyDescription(
            "In which namespaces exemptions count, by the namespaces' labels; {} for every"
                + " namespace. Default: only in the operator's own.")
        @Nullable ObjectSelector namespaceSelector,
    @JsonPropertyDescription(
            "For how many days an exemption may last, from its creation to its expiry; one that"
                + " lasts longer is not honoured at all. Default: no limit.")
        @Min(1)
        @Max(3650)
        @Nullable Integer maxDays,
    @JsonPropertyDescription(
            "From which rules, by their ids; an empty list for none. Default: from every rule.")
        @Size(max = 128)
        @Nullable List<String> rules) {

  static final ExemptionTerms DEFAULTS = new ExemptionTerms(null, null, null);

  public ExemptionTerms {
    rules = rules == null ? null : List.copyOf(rules);
  }

  /// Whether exemptions count in a namespace with these labels; `operators` says that it is the
  /// operator's own.
  public boolean acceptFrom(Map<String, String> labels, boolean operators) {
    return namespaceSelector == null ? operators : namespaceSelector.selects(labels);
  }

  /// Whether an exemption may last this long.
  public boolean acceptFor(Instant created, Instant expires) {
    return maxDays == null || !expires.isAfter(created.plus(Duration.ofDays(maxDays)));
  }

  /// Whether exemptions from this rule count.
  public boolean acceptRule(String rule) {
    return rules == null || rules.contains(rule);
  }
}
