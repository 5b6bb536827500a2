package dev.plimsoll.rule.memory;

import java.util.Map;

/// Which namespaces are meant, by their labels. Two that say the same are equal.
public interface Selection {
  /// Whether a namespace with these labels is.
  boolean selects(Map<String, String> labels);

  /// What is asked of the labels, for people: `stage=staging`.
  String phrase();
}
