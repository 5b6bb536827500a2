package dev.plimsoll.rule.packages;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Finding.Release;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.util.ArrayList;
import java.util.List;

/// `package-required`: a package that the policy asks for is not there, or in no version that
/// it means.
///
/// The same facts decide as for `package-denied`. Where nothing tells of packages, a package
/// that is not seen may be there all the same: undetermined.
public final class PackageRequired implements Rule<PackageRequired.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("package-required", Family.PACKAGES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image lacks a package that is required, by name and version.")
          .because("Certificates, agents or patched libraries are to be in every image.")
          .mendedBy("Install the package, in a version that is asked for.")
          .practice("Know what an image holds.")
          .wrongFor(
              "Files that are copied in without their package, such as CA certificates in scratch:"
                  + " exempt the image.");

  /// `require` are names with, where that matters, versions.
  public record Parameters(
      @Parameter(
              value =
                  "Packages that are required, by name or with versions, such as openssl>=3.0.11.",
              kind = ParameterKind.PACKAGES,
              required = true)
          List<String> require) {
    public Parameters {
      require = List.copyOf(require);
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
    Knowledge knowledge = Knowledge.of(facts.files().orElseThrow());
    List<Release> releases = knowledge.present().stream().map(Release::of).toList();
    return List.of(
        Finding.of(
                DESCRIPTION,
                new Measure.Packages(releases),
                knowledge.gap().map(Unknown::detail).orElse(""))
            .mendedBy("install what is missing in the last stage, in a version that is asked for"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Packages(List<Release> releases))) {
      return new Judgement.Within();
    }
    List<String> missing = new ArrayList<>();
    for (String text : parameters.require()) {
      WantedPackage wanted = WantedPackage.parse(text);
      if (releases.stream().noneMatch(wanted::isMetBy)) {
        missing.add(said(wanted, releases));
      }
    }
    if (missing.isEmpty()) {
      return new Judgement.Within();
    }
    return finding.what().isEmpty()
        ? new Judgement.Beyond(
            String.join(", ", missing), String.join(", ", parameters.require()) + " required")
        : new Judgement.Undecided(Knowledge.gapOf(finding.what()));
  }

  private static String said(WantedPackage wanted, List<Release> releases) {
    return releases.stream()
        .filter(release -> wanted.isNameOf(release.name()))
        .findFirst()
        .map(Release::toString)
        .orElse("no " + wanted.name());
  }
}
