package dev.plimsoll.rule;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Memory;
import java.util.List;
import java.util.Optional;

/// One thing that can be wrong with an image: how it is measured, and when it is too much.
///
/// `P` are the rule's parameters, a public record whose components are each a
/// [dev.plimsoll.rule.parameter.Parameter].
public interface Rule<P extends Record> {
  RuleDescription description();

  /// The parameters of a policy that names the rule and says nothing more.
  P defaults();

  /// What the rule finds in an image; never called with facts less deep than [#depthFor] asks,
  /// nor for a rule that only needs the reference.
  List<Finding> measure(Facts facts);

  /// What a rule of depth REFERENCE finds in how an image is named.
  default List<Finding> measure(Reference reference) {
    return List.of();
  }

  /// Whether a finding is more than the parameters allow, in a container run like this; never
  /// called for what could not be measured.
  Judgement judge(Finding finding, P parameters, ContainerContext container);

  /// How deep facts about this image must go, once those of its config are known; usually the
  /// same for every image.
  default Depth depthFor(Facts facts) {
    return description().depth();
  }

  /// What there is to judge where how the container is run decides, whatever the image is; nothing
  /// where that hangs on the image.
  default Optional<Finding> decidedBy(ContainerContext container) {
    return Optional.empty();
  }

  /// Whether what becomes of a finding hangs on how the container is run, and not on the image and
  /// the policy alone.
  default boolean judgesHowItRuns() {
    return false;
  }

  /// Whether it judges by what somebody else reports of the image
  /// ([ContainerContext#vulnerabilities]).
  default boolean asksForReports() {
    return false;
  }

  /// What it asks of what the cluster remembers ([ContainerContext#memory]), if anything.
  default Optional<Memory.Part> asksOfMemory() {
    return Optional.empty();
  }

  default String id() {
    return description().id();
  }
}
