package dev.plimsoll.rule.base;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.util.List;

/// `base-denied`: an image is built on a base that the policy names as denied.
///
/// Its layers or its annotation decide; either is enough. Where layers prove another base, and
/// the image claims none that is denied, it is content; where nothing proves any, nobody can
/// tell.
public final class BaseDenied implements Rule<BaseDenied.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("base-denied", Family.BASE, Severity.MEDIUM, Depth.CONFIG)
          .refuses("An image is built on a base image that is denied.")
          .because("Somebody decided that nothing in production is to be built on it any more.")
          .mendedBy("Start the last stage FROM another base.")
          .practice("Agree on a few slim bases, and keep those up to date.")
          .wrongFor(
              "Images whose base nobody can prove stay undetermined: list the denied bases under"
                  + " knownBases too, so that layers can tell.");

  /// `denied` are globs over registry/repository.
  public record Parameters(
      @Parameter(
              value = "The base images that are denied, such as docker.io/library/centos.",
              required = true,
              kind = ParameterKind.GLOBS)
          List<String> denied) {
    public Parameters {
      denied = List.copyOf(denied);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public Depth depthFor(Facts facts) {
    return BaseNames.depthFor(facts);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return List.of(BaseNames.of(facts).finding(DESCRIPTION));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Base(List<String> proven, String claimed))
        || parameters.denied().isEmpty()) {
      return new Judgement.Within();
    }
    BaseNames names = new BaseNames(proven, claimed);
    String limit = "none of " + String.join(", ", parameters.denied());
    if (names.claimedAmong(parameters.denied())) {
      return new Judgement.Beyond("base " + claimed + ", as the image says", limit);
    }
    return names
        .provenAmong(parameters.denied())
        .<Judgement>map(name -> new Judgement.Beyond("base " + name, limit))
        .orElseGet(
            () ->
                proven.isEmpty()
                    ? new Judgement.Undecided(names.unproven())
                    : new Judgement.Within());
  }
}
