package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// A rule that always finds the same, and is always beyond, to see what is made of it.
record ScriptedRule(Severity severity, Depth depth, Unknown unmeasured)
    implements Rule<NoParameters> {

  @Override
  public RuleDescription description() {
    return RuleDescription.of("scripted", Family.METADATA, severity, depth);
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return List.of(
        unmeasured == null
            ? Finding.of(description(), new Measure.Observed(), "found")
            : Finding.unmeasured(description(), unmeasured));
  }

  @Override
  public List<Finding> measure(Reference reference) {
    return List.of(
        Finding.of(description(), new Measure.Observed(), "named " + reference.repository()));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "none");
  }
}
