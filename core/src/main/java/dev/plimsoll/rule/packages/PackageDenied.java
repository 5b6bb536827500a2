package dev.plimsoll.rule.packages;

import static java.util.stream.Collectors.groupingBy;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Finding.Release;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `package-denied`: a package is there that the policy names, in a version that it means.
///
/// Package databases and what packages of languages say of themselves decide, in every
/// ecosystem; versions compare by the order of theirs. Nothing that tells of packages leaves it
/// undetermined.
public final class PackageDenied implements Rule<PackageDenied.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("package-denied", Family.PACKAGES, Severity.HIGH, Depth.FILES)
          .refuses("An image holds a package that is denied, by name and version.")
          .because("It is known to be harmful, unmaintained or not allowed by licence.")
          .mendedBy("Remove the package, or update it to a version that is not denied.")
          .practice("Know what an image holds; every package is a potential vulnerability.")
          .wrongFor(
              "Packages of the same name in another ecosystem, and a distribution's package that is"
                  + " patched without a new upstream version: write the full version.");

  /// `deny` are names with, where that matters, versions.
  public record Parameters(
      @Parameter(
              value =
                  "Packages that are denied, by name or with versions, such as log4j-core<2.17.1.",
              kind = ParameterKind.PACKAGES,
              required = true)
          List<String> deny) {
    public Parameters {
      deny = List.copyOf(deny);
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
    FileFacts files = facts.files().orElseThrow();
    Knowledge knowledge = Knowledge.of(files);
    Map<PackageName, List<FileGroup>> owned =
        files.groups().stream()
            .filter(group -> group.present() && group.owner() != null)
            .collect(groupingBy(FileGroup::owner));
    List<Finding> findings = new ArrayList<>();
    for (InstalledPackage one : knowledge.present()) {
      findings.add(finding(facts, one, owned.getOrDefault(one.name(), List.of())));
    }
    knowledge.gap().ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Packages(List<Release> releases))) {
      return new Judgement.Within();
    }
    Release release = releases.getFirst();
    for (String text : parameters.deny()) {
      WantedPackage denied = WantedPackage.parse(text);
      if (denied.isMetBy(release)) {
        return new Judgement.Beyond(release.toString(), "no " + denied);
      }
      if (denied.mayBeMetBy(release)) {
        return new Judgement.Undecided(
            new Unknown(
                Cause.NOT_STATED,
                "nothing tells the version of %s, and %s is denied; see %s"
                    .formatted(release.name(), denied, finding.what())));
      }
    }
    return new Judgement.Within();
  }

  private static Finding finding(Facts facts, InstalledPackage one, List<FileGroup> groups) {
    Release release = Release.of(one);
    List<FileGroup> own = groups.stream().filter(group -> group.layer() == one.layer()).toList();
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.Packages(List.of(release)), what(one))
            .blaming(facts, one.layer())
            .showing(List.of(new Evidence(release.toString(), Finding.diskSizeOf(own))))
            .freeing(own);
    return finding.mendedBy(
        finding.isOfBase()
            ? "use a base that is without " + release + ", or remove or update it above the base"
            : Mending.place(finding)
                + "remove "
                + one.name().name()
                + ", or update it to a version that is not denied");
  }

  private static String what(InstalledPackage one) {
    return one.location().isEmpty()
        ? Release.of(one).toString()
        : Release.of(one) + " in " + one.location();
  }
}
