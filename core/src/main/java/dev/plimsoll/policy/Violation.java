package dev.plimsoll.policy;

import dev.plimsoll.image.Platform;
import dev.plimsoll.rule.Finding;

/// A finding beyond what a policy allows: actual against limit, and what the policy does about
/// it.
public record Violation(
    String policy,
    Enforcement enforcement,
    Finding finding,
    String actual,
    String limit,
    Platform platform) {

  public String rule() {
    return finding.rule();
  }
}
