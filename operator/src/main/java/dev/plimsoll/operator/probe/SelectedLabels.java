package dev.plimsoll.operator.probe;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Labels by which a selector selects whoever has them, and no more of them than it asks for.
final class SelectedLabels {
  private static final String ANY = "probe";

  private SelectedLabels() {}

  /// None where there is no selector; what contradicts itself selects nothing whatever the labels.
  static Map<String, String> by(@Nullable LabelSelector selector) {
    Map<String, String> labels = new TreeMap<>();
    if (selector != null) {
      for (LabelSelectorRequirement each : selector.getMatchExpressions()) {
        switch (each.getOperator()) {
          case "In" -> labels.put(each.getKey(), allowed(each, selector));
          case "Exists" -> labels.putIfAbsent(each.getKey(), ANY);
          default -> {} // NotIn and DoesNotExist select what has no such label
        }
      }
      labels.putAll(selector.getMatchLabels());
    }
    return labels;
  }

  private static String allowed(LabelSelectorRequirement in, LabelSelector selector) {
    List<String> excluded =
        selector.getMatchExpressions().stream()
            .filter(each -> each.getOperator().equals("NotIn"))
            .filter(each -> each.getKey().equals(in.getKey()))
            .flatMap(each -> each.getValues().stream())
            .toList();
    return in.getValues().stream()
        .filter(value -> !excluded.contains(value))
        .findFirst()
        .orElse(ANY);
  }
}
