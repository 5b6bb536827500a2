package dev.plimsoll.rule.buildpractice;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
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
import dev.plimsoll.rule.buildpractice.PackageCommand.Act;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `upgrade-in-build`: a layer upgrades all packages of the system; one finding per layer.
///
/// History says which layer ran the upgrade, and the files of replaced packages that it hides say
/// what that cost, if only nothing on the day of the build. [UpgradedPackage] finds the same files,
/// by whatever command.
public final class UpgradeInBuild implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("upgrade-in-build", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("An image upgrades its base's packages while it is built.")
          .because(
              "Old and new versions both travel with the image, and what two builds of the same Dockerfile"
                  + " hold depends on their dates.")
          .mendedBy("Build on the newest base (docker build --pull) and leave the upgrade out.")
          .practice("Start from a current base instead of upgrading an old one.")
          .wrongFor(
              "Security fixes that the base does not have yet: keep the upgrade, as a warning, until it"
                  + " does.");

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
    OwnLayers own = OwnLayers.of(facts);
    List<Finding> findings = new ArrayList<>();
    for (Layer layer : own.layers()) {
      List<InstalledPackage> replaced = replacedBy(facts, layer);
      Set<FileGroup> older = Replaced.filesOf(replaced, layer.number(), facts);
      if (layer.instruction() == null && older.isEmpty()) {
        continue;
      }
      if (layer.instruction() == null) {
        own.untold().ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
      } else {
        upgrade(layer).ifPresent(command -> findings.add(finding(facts, layer, command, older)));
      }
    }
    return findings.stream().distinct().toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return finding.evidence().isEmpty()
        ? new Judgement.Beyond(finding.what(), "none")
        : parameters.judge(finding, "packages that " + finding.what());
  }

  private static List<InstalledPackage> replacedBy(Facts facts, Layer layer) {
    return facts.files().orElseThrow().packages().stream()
        .filter(each -> each.replacedBy() != null && each.removedIn() == layer.number())
        .filter(each -> each.name().ecosystem().isOperatingSystem())
        .toList();
  }

  private static Optional<PackageCommand> upgrade(Layer layer) {
    return PackageCommand.in(layer).stream().filter(command -> command.is(Act.UPGRADE)).findFirst();
  }

  private static Finding finding(
      Facts facts, Layer layer, PackageCommand upgrade, Set<FileGroup> older) {
    Set<PackageName> names = older.stream().map(FileGroup::owner).collect(toUnmodifiableSet());
    return Finding.of(
            DESCRIPTION,
            new Measure.DiskSize(Finding.diskSizeOf(older)),
            names.isEmpty()
                ? upgrade.name() + " that had nothing to replace on the day of the build"
                : "%s replaced (%d)".formatted(upgrade.name(), names.size()))
        .blaming(facts, layer.number())
        .showing(Evidences.byOwner(older))
        .freeing(older)
        .mendedBy(fix(facts, upgrade));
  }

  private static String fix(Facts facts, PackageCommand upgrade) {
    String base = facts.base().name() == null ? "the base" : facts.base().name();
    return "leave out %s and build on the newest %s (docker build --pull); for a security fix that it"
            .formatted(upgrade.name(), base)
        + " lacks, "
        + alone(upgrade);
  }

  private static String alone(PackageCommand upgrade) {
    return switch (upgrade.manager()) {
      case APT -> "upgrade that package alone: apt-get install --only-upgrade …";
      case APK -> "upgrade that package alone: apk add --no-cache --upgrade …";
      case DNF -> "upgrade that package alone: dnf upgrade -y …";
      case ZYPPER -> "upgrade that package alone: zypper update …";
    };
  }
}
