package dev.plimsoll.rule.reference;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.MemoryRule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Places;
import dev.plimsoll.rule.memory.Selection;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// `promoted-from`: an image must have run elsewhere before, such as in staging; a policy asks for
/// it by `promotedFrom`.
///
/// The manifest's digest decides, whatever its tags. Of an image that nobody has seen run anywhere
/// nobody can tell. Not applicable where nobody remembers.
public record PromotedFrom(Selection namespaces) implements MemoryRule<NoParameters> {
  /// The rule's id.
  public static final String ID = "promoted-from";

  /// What is written about it.
  public static final RuleDescription DESCRIPTION =
      RuleDescription.of(ID, Family.REFERENCE, Severity.HIGH, Depth.CONFIG)
          .refuses("An image has not run where the policy wants it to have run before.")
          .because(
              "What was tried somewhere is what should run here: the same bytes, not the same tag.")
          .mendedBy("Run the same image there first, by its digest, and then here.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public Memory.Part asked() {
    return Memory.Part.PLACES;
  }

  @Override
  public List<Finding> measure(Facts facts, ContainerContext container) {
    Places places = container.memory().places();
    Collection<Map<String, String>> ran = places.of(facts.digest());
    if (!places.areKept() || ran.stream().anyMatch(namespaces::selects)) {
      return List.of();
    }
    if (ran.isEmpty()) {
      return List.of(
          Finding.unmeasured(
              DESCRIPTION,
              new Unknown(
                  Cause.NOT_STATED,
                  "nobody has seen it run anywhere yet; run it in a namespace with %s first, where a"
                          .formatted(namespaces.phrase())
                      + " policy is about it: "
                      + facts.digest())));
    }
    return List.of(
        Finding.of(
                DESCRIPTION,
                new Measure.Observed(),
                "ran in %s, none of them with %s"
                    .formatted(
                        ran.size() == 1 ? "1 namespace" : ran.size() + " namespaces",
                        namespaces.phrase()))
            .mendedBy(
                "run %s in a namespace with %s first"
                    .formatted(facts.digest(), namespaces.phrase())));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters none, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "a namespace with " + namespaces.phrase());
  }
}
