package dev.plimsoll.verdict;

import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.rule.Finding;
import org.jspecify.annotations.Nullable;

/// A finding beyond what a policy allows: actual against limit, and what the policy does about
/// it. `platform` is the one of an index that it is about, null where how the image is named
/// alone decides. `advice` is one for which nothing would be refused even if the whole policy
/// were enforced.
public record Violation(
    String policy,
    Enforcement enforcement,
    Finding finding,
    String actual,
    String limit,
    @Nullable Platform platform,
    boolean advice) {

  /// Whether it tells where and what, and not only how much.
  public boolean hasEvidence() {
    return !isWithheld() && !Discretion.isAboutTheNameAlone(finding.rule());
  }

  /// Whether where and what was left out of it.
  public boolean isWithheld() {
    return finding.what().isEmpty() && finding.fix().isEmpty();
  }

  /// The same, for those who may not know what is in the image.
  public Violation withoutEvidence() {
    return Discretion.of(this);
  }

  public String rule() {
    return finding.rule();
  }
}
