package dev.plimsoll.rule;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import java.util.List;

/// One thing that can be wrong with an image: how it is measured, and when it is too much.
///
/// `P` are the rule's parameters.
public interface Rule<P extends Record> {
  RuleDescription description();

  /// The parameters of a policy that names the rule and says nothing more.
  P defaults();

  /// What the rule finds in an image; never called with facts less deep than [#depthFor] asks.
  List<Finding> measure(Facts facts);

  /// Whether a finding is more than the parameters allow, in a container run like this.
  Judgement judge(Finding finding, P parameters, ContainerContext container);

  /// How deep facts about this image must go, once those of its config are known; usually the
  /// same for every image.
  default Depth depthFor(Facts facts) {
    return description().depth();
  }

  default String id() {
    return description().id();
  }
}
