package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Removable;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.List;

/// `compiler`: a compiler, assembler or linker is there when the image runs; one finding per layer
/// that put one there.
///
/// Files decide (`cc1`, `as`, `ld`, `rustc`, `javac` …), so one copied in without a package is
/// found and `gcc-12-base`, which holds none, is not. A compiler that a later layer deletes is
/// waste.
public final class Compiler implements Rule<Compiler.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("compiler", Family.BUILD_TOOLS, Severity.HIGH, Depth.FILES)
          .refuses("An image carries a compiler, an assembler or a linker.")
          .because("It is dead weight at run time, and a workshop for whoever breaks in.")
          .mendedBy("Compile in a build stage and COPY --from it only what runs.")
          .practice("Separate build time from run time: compilers do not ship to production.")
          .wrongFor(
              "Runtimes that compile as they run (torch with triton, numba, R, Julia): allow their"
                  + " packages by name.");

  /// `allow` names packages, or files that no package owns, that may be there.
  public record Parameters(
      @Parameter(
              "Names of packages whose compilers are allowed, such as gcc-12, for runtimes that compile while they run.")
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
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
  public List<Finding> measure(Facts facts) {
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(facts, finding)))
        .in(Removable.in(facts.files().orElseThrow()).compilers());
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    return new Allowing(parameters.allow()).judge(finding);
  }

  private static String fix(Facts facts, Finding finding) {
    if (finding.isOfBase()) {
      return Mending.slimmerBase(facts, "compiler");
    }
    return "compile in a build stage and COPY --from it only what runs";
  }
}
