package dev.plimsoll.e2e.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `DEMO_BREAK` breaks on purpose, so that everyone can see that the demo notices.
enum Break {
  NOTHING,
  /// The webhook is taken out of the cluster before anything is deployed.
  WEBHOOK,
  /// The registry is gone before anything is deployed.
  REGISTRY,
  /// The policy forgets a rule.
  RULE,
  /// The operator may no longer write statuses.
  STATUS;

  static Break named(String name) {
    if (name == null || name.isBlank()) {
      return NOTHING;
    }
    return Arrays.stream(values())
        .filter(b -> b.name().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new DemoFailure(
                    "DEMO_BREAK=%s is not understood; it takes one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .skip(1)
                                .map(b -> b.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }
}
