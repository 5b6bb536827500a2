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

/// `base-not-allowed`: an image is built on a base that the policy does not list.
///
/// A base counts as allowed only where layers prove it: the lowest layers are those of an allowed
/// known base. What the image says of itself can refuse it and never admits it. Where nothing
/// tells, nobody can say; that is `unknown-base`'s business too.
public final class BaseNotAllowed implements Rule<BaseNotAllowed.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("base-not-allowed", Family.BASE, Severity.MEDIUM, Depth.CONFIG)
          .refuses("An image is built on a base image that is not allowed.")
          .because(
              "A base that nobody looks after brings its vulnerabilities into every image that is"
                  + " built on it.")
          .mendedBy("Start the last stage FROM an allowed base.")
          .practice("Agree on a few slim bases, and keep those up to date.")
          .wrongFor(
              "Bases that nobody listed under knownBases cannot be proven and stay undetermined: list"
                  + " each allowed base there.");

  /// `allowed` are globs over registry/repository; `scratch` is no base at all.
  public record Parameters(
      @Parameter(
              value =
                  "The base images that are allowed, such as registry.example.com/bases/** or scratch.",
              required = true,
              kind = ParameterKind.GLOBS)
          List<String> allowed) {
    public Parameters {
      allowed = List.copyOf(allowed);
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
    if (!(finding.measure() instanceof Measure.Base(List<String> proven, String claimed))) {
      return new Judgement.Within();
    }
    BaseNames names = new BaseNames(proven, claimed);
    if (names.provenAmong(parameters.allowed()).isPresent()) {
      return new Judgement.Within();
    }
    boolean admissible = proven.isEmpty() && names.claimedAmong(parameters.allowed());
    if (admissible || names.isUnknown()) {
      return new Judgement.Undecided(names.unproven());
    }
    String limit =
        parameters.allowed().isEmpty() ? "none" : String.join(", ", parameters.allowed());
    return new Judgement.Beyond(finding.what(), limit);
  }
}
