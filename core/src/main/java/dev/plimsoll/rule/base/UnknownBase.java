package dev.plimsoll.rule.base;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `unknown-base`: nothing proves what an image is built on.
///
/// An image that only says it, in an annotation, is found too; one built on scratch is not. For
/// policies that list their bases: elsewhere most images are found, since builders write no base
/// down. It warns unless the policy insists.
public final class UnknownBase implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("unknown-base", Family.BASE, Severity.ADVICE, Depth.CONFIG)
          .refuses("Nothing proves which base image an image is built on.")
          .because(
              "Nobody can tell whether the base is an allowed one, or whether it has been mended"
                  + " since.")
          .mendedBy("Start the last stage FROM a base that the policy lists under knownBases.")
          .practice("Agree on a few slim bases, and keep those up to date.")
          .wrongFor(
              "Clusters that list no bases, where it finds nearly every image: leave the rule off"
                  + " there.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public Depth depthFor(Facts facts) {
    return BaseNames.depthFor(facts);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    BaseNames names = BaseNames.of(facts);
    return names.proven().isEmpty()
        ? List.of(names.finding(DESCRIPTION).mendedBy(fix(names)))
        : List.of();
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "a base that layers prove");
  }

  private static String fix(BaseNames names) {
    return names.claimed() == null
        ? "list the base of its last stage under the policy's knownBases, or build on one that is"
            + " listed"
        : "list " + names.claimed() + " under the policy's knownBases, if that is what it is";
  }
}
