package dev.plimsoll.rule.buildpractice;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `upgraded-package`: a layer puts another version of a package in the place of one that a lower
/// layer brought; one finding per layer that does.
///
/// Package databases and files decide: the older version's files are hidden and still pulled. What
/// the base did to itself is no finding.
public final class UpgradedPackage implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("upgraded-package", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("A layer replaces packages that a lower layer brought.")
          .because(
              "Both versions travel with the image: the older one's files are hidden, not gone.")
          .mendedBy("Build on a base that has the version that is wanted.")
          .practice("Start from a current base instead of upgrading an old one.")
          .wrongFor(
              "Security updates that the base does not have yet: they are worth their bytes until it"
                  + " does.");

  private static final Set<String> INSTALLERS = Set.of("pip", "setuptools", "wheel");
  private static final int NAMED = 3;

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.NEGLIGIBLE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    Map<Integer, List<InstalledPackage>> replaced = new TreeMap<>();
    for (InstalledPackage each : facts.files().orElseThrow().packages()) {
      if (each.replacedBy() != null && facts.base().originOf(each.removedIn()) != Origin.BASE) {
        replaced.computeIfAbsent(each.removedIn(), _ -> new ArrayList<>()).add(each);
      }
    }
    List<Finding> findings = new ArrayList<>();
    replaced.forEach(
        (layer, packages) -> {
          Set<FileGroup> older = Replaced.filesOf(packages, layer, facts);
          if (!older.isEmpty()) {
            findings.add(finding(facts, layer, packages, older));
          }
        });
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "older versions of " + Evidences.names(finding.evidence()));
  }

  private static Finding finding(
      Facts facts, int layer, List<InstalledPackage> replaced, Set<FileGroup> older) {
    Set<PackageName> owners = older.stream().map(FileGroup::owner).collect(toUnmodifiableSet());
    List<InstalledPackage> telling =
        replaced.stream().filter(each -> owners.contains(each.name())).toList();
    Bytes bytes = Finding.diskSizeOf(older);
    return Finding.of(DESCRIPTION, new Measure.DiskSize(bytes), versions(telling))
        .blaming(facts, layer)
        .showing(Evidences.byOwner(older))
        .freeing(older)
        .mendedBy(fix(facts, telling));
  }

  private static String versions(List<InstalledPackage> replaced) {
    String first =
        replaced.stream()
            .limit(NAMED)
            .map(p -> "%s %s → %s".formatted(p.name().name(), p.version(), p.replacedBy()))
            .collect(joining(", "));
    return replaced.size() <= NAMED ? first : first + " and " + (replaced.size() - NAMED) + " more";
  }

  private static String fix(Facts facts, List<InstalledPackage> replaced) {
    if (replaced.stream().allMatch(UpgradedPackage::isInstaller)) {
      return "leave out the upgrade of "
          + replaced.stream().map(p -> p.name().name()).distinct().collect(joining(" and "))
          + ": what the base has installs the same packages";
    }
    boolean own = replaced.stream().allMatch(p -> facts.base().originOf(p.layer()) == Origin.OWN);
    if (own) {
      return "install the wanted versions at once, in layer %d: %s"
          .formatted(replaced.getFirst().layer(), versions(replaced));
    }
    String base = facts.base().name() == null ? "the base" : facts.base().name();
    String newer =
        "build on a newer %s (docker build --pull): %s".formatted(base, versions(replaced));
    return replaced.stream().anyMatch(UpgradedPackage::isUpdateOfDistribution)
        ? newer
            + "; updates of the distribution are mostly security fixes, so keep the upgrade until"
            + " the base has them"
        : newer;
  }

  private static boolean isInstaller(InstalledPackage each) {
    return each.name().ecosystem() == Ecosystem.PYTHON && INSTALLERS.contains(each.name().name());
  }

  /// Whether a package of the system stayed what it is upstream, so only the distribution changed
  /// it: `3.0.11-1~deb12u1` and `3.0.11-1~deb12u2`, `1.36.1-r5` and `1.36.1-r7`.
  private static boolean isUpdateOfDistribution(InstalledPackage each) {
    String by = each.replacedBy() == null ? "" : each.replacedBy();
    return each.name().ecosystem().isOperatingSystem()
        && upstream(each.version()).equals(upstream(by));
  }

  private static String upstream(String version) {
    int end = version.lastIndexOf('-');
    return end < 0 ? version : version.substring(0, end);
  }
}
