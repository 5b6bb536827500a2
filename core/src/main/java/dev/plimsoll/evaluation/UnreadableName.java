package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.verdict.Violation;
import java.util.List;

/// What is made of an image's name that cannot be read.
///
/// Most such names no kubelet takes either; but whether a node has a way to serve one, by a mirror
/// for every registry, nobody here can tell. So it breaks every rule about names, of every policy
/// that may be about it, and what is in the image is as unreadable as its name.
public final class UnreadableName {
  private UnreadableName() {}

  /// The inspection of an image whose name is none, for `why`.
  public static Inspection inspection(InvalidReferenceException why) {
    return new Uninspectable(new Unknown(Cause.UNREADABLE, String.valueOf(why.getMessage())), null);
  }

  static Violation violation(Policy policy, RuleSetting<?> setting, List<Inspection> inspections) {
    String why =
        inspections.getFirst() instanceof Uninspectable(Unknown unknown, _)
            ? unknown.detail()
            : "the image's name cannot be read";
    Finding finding =
        Finding.of(setting.rule().description(), new Measure.Observed(), why)
            .mendedBy("write a name that can be read: " + why);
    return new Violation(
        policy.name(),
        setting.enforcementOf(finding.severity()),
        finding,
        "the image's name cannot be read",
        "one that can",
        null,
        setting.isAdvice(finding.severity()));
  }
}
