package dev.plimsoll.cli;

import dev.plimsoll.cli.policy.FilePolicy;
import java.util.List;

/// The bases that policies want to be told by their layers.
final class Bases {
  private Bases() {}

  static List<String> of(List<FilePolicy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.policy().knownBases().stream())
        .distinct()
        .toList();
  }
}
