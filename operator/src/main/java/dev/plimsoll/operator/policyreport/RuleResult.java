package dev.plimsoll.operator.policyreport;

import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What came of one rule of one policy for one container.
///
/// `message` is for people, empty where there is nothing to say; `properties` are for programs.
public record RuleResult(
    String policy,
    String rule,
    Family family,
    Severity severity,
    Outcome outcome,
    String message,
    Map<String, String> properties) {
  static final Comparator<RuleResult> WORST_FIRST =
      Comparator.comparing(RuleResult::outcome)
          .thenComparing(RuleResult::severity, Comparator.reverseOrder())
          .thenComparing(RuleResult::policy)
          .thenComparing(RuleResult::rule)
          .thenComparing(RuleResult::message)
          .thenComparing(result -> result.properties().toString());

  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_MESSAGE = 600;

  public RuleResult {
    properties = new TreeMap<>(properties);
  }

  /// As an entry of a report, which has no room for texts without end.
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("source", WorkloadReport.SOURCE);
    entry.put("policy", Ellipsis.cut(policy, LONGEST_NAME));
    entry.put("rule", Ellipsis.cut(rule, LONGEST_NAME));
    entry.put("category", family.field());
    entry.put("severity", word(severity));
    entry.put("result", outcome.word());
    entry.put("scored", outcome != Outcome.WARN);
    if (!message.isEmpty()) {
      entry.put("message", Ellipsis.cut(message, LONGEST_MESSAGE));
    }
    Map<String, String> brief = new LinkedHashMap<>();
    properties.forEach((name, value) -> brief.put(name, Ellipsis.cut(value, LONGEST_NAME)));
    entry.put("properties", brief);
    return entry;
  }

  /// Advice is what such reports call information.
  private static String word(Severity severity) {
    return switch (severity) {
      case ADVICE -> "info";
      case LOW, MEDIUM, HIGH -> severity.name().toLowerCase(Locale.ROOT);
    };
  }
}
