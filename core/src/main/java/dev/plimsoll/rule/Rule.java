package dev.plimsoll.rule;

import dev.plimsoll.facts.Facts;
import java.util.List;

/// One thing that can be wrong with an image: how it is measured, and when it is too much.
///
/// `P` are the rule's parameters, a record whose canonical values are the defaults.
public interface Rule<P extends Record> {
  RuleDescription description();

  /// What a policy gets that names the rule and nothing more.
  P defaults();

  /// What the rule finds in an image; never called with facts less deep than the rule needs.
  List<Finding> measure(Facts facts);

  /// Whether a finding is more than the parameters allow, for a container run like this.
  Judgement judge(Finding finding, P parameters, ContainerContext container);

  default String id() {
    return description().id();
  }
}
