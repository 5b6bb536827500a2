package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
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
import dev.plimsoll.rule.buildpractice.PackageCommand.Installer;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `update-without-install`: a layer fetches package lists and installs nothing; one finding per
/// layer.
///
/// History says what the layer ran. Its files must agree: it holds lists, and no package of the
/// system came with it, as it would by a script that installs.
public final class UpdateWithoutInstall implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of(
              "update-without-install", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("A layer fetches package lists and installs nothing from them.")
          .because(
              "The layer is taken from the build's cache for months, and later instructions install old"
                  + " versions by its lists, which stay in the image.")
          .mendedBy("Update, install and clean up in one RUN.")
          .practice("Combine apt-get update with apt-get install in one RUN.")
          .wrongFor("Images that are meant to install packages when they run: raise the limit.");

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
      if (bringsPackages(facts, layer)) {
        continue;
      }
      for (Installer manager : List.of(Installer.APT, Installer.APK, Installer.DNF)) {
        List<FileGroup> lists = PackageLists.in(own, layer, manager);
        if (!lists.isEmpty() && layer.instruction() == null) {
          own.untold().ifPresent(why -> findings.add(Finding.unmeasured(DESCRIPTION, why)));
        } else if (!lists.isEmpty()) {
          update(layer, manager)
              .ifPresent(update -> findings.add(finding(own, layer, update, lists)));
        }
      }
    }
    return findings.stream().distinct().toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "package lists from which the layer installs nothing");
  }

  private static boolean bringsPackages(Facts facts, Layer layer) {
    return facts.files().orElseThrow().packages().stream()
        .anyMatch(
            each -> each.layer() == layer.number() && each.name().ecosystem().isOperatingSystem());
  }

  /// The update of a layer that installs and upgrades nothing.
  private static Optional<PackageCommand> update(Layer layer, Installer manager) {
    List<PackageCommand> commands =
        PackageCommand.in(layer).stream().filter(c -> c.manager() == manager).toList();
    return commands.stream().anyMatch(c -> c.is(Act.INSTALL) || c.is(Act.UPGRADE))
        ? Optional.empty()
        : commands.stream().filter(c -> c.is(Act.UPDATE)).findFirst();
  }

  private static Finding finding(
      OwnLayers own, Layer layer, PackageCommand update, List<FileGroup> lists) {
    return Finding.of(
            DESCRIPTION,
            new Measure.DiskSize(Finding.diskSizeOf(lists)),
            update.name() + " without an installation")
        .blaming(own.facts(), layer.number())
        .showing(Evidences.by(lists, Evidences::largest))
        .freeing(lists)
        .mendedBy(fix(own, layer, update));
  }

  private static String fix(OwnLayers own, Layer layer, PackageCommand update) {
    for (Layer later : own.layers()) {
      for (PackageCommand command : PackageCommand.in(later)) {
        if (later.number() > layer.number()
            && command.manager() == update.manager()
            && command.is(Act.INSTALL)) {
          return "write layers %d and %d as one: %s"
              .formatted(
                  layer.number(),
                  later.number(),
                  PackageLists.installing(command.manager(), command.packages()));
        }
      }
    }
    return "leave out %s, nothing is installed after it".formatted(update.name());
  }
}
