package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.buildpractice.PackageCommand.Act;
import dev.plimsoll.rule.buildpractice.PackageCommand.Installer;
import dev.plimsoll.rule.parameter.MaxCount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `repeated-apt-update`: several layers fetch apt's package lists.
///
/// History says which layers ran `apt-get update`, and the lists that they kept what that costs.
/// Where a layer holds lists and history is missing, nobody can tell.
public final class RepeatedAptUpdate implements Rule<MaxCount> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("repeated-apt-update", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("Several layers of an image run apt-get update.")
          .because("Each of them downloads apt's package lists, and may keep them in its layer.")
          .mendedBy("Install everything in one RUN and remove the lists at its end.")
          .practice("Run apt-get update once, with the installation, and remove its lists.")
          .wrongFor(
              "A second source of packages that cannot be there before the first installation: raise the"
                  + " number.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxCount defaults() {
    return new MaxCount(1);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    OwnLayers own = OwnLayers.of(facts);
    List<FileGroup> lists =
        own.layers().stream()
            .flatMap(layer -> PackageLists.in(own, layer, Installer.APT).stream())
            .toList();
    if (own.untold().isPresent()) {
      return lists.isEmpty()
          ? List.of()
          : List.of(Finding.unmeasured(DESCRIPTION, own.untold().get()));
    }
    List<Layer> updating = own.layers().stream().filter(RepeatedAptUpdate::updates).toList();
    List<FileGroup> kept =
        updating.stream()
            .flatMap(layer -> PackageLists.in(own, layer, Installer.APT).stream())
            .toList();
    return updating.size() < 2 ? List.of() : List.of(finding(own, updating, kept));
  }

  @Override
  public Judgement judge(Finding finding, MaxCount parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static boolean updates(Layer layer) {
    return PackageCommand.in(layer).stream()
        .anyMatch(command -> command.manager() == Installer.APT && command.is(Act.UPDATE));
  }

  private static Finding finding(OwnLayers own, List<Layer> updating, List<FileGroup> kept) {
    List<Evidence> evidence = new ArrayList<>();
    Set<String> packages = new LinkedHashSet<>();
    for (Layer layer : updating) {
      Bytes bytes = Finding.diskSizeOf(PackageLists.in(own, layer, Installer.APT));
      evidence.add(new Evidence("layer " + layer.number(), bytes));
      PackageCommand.in(layer).stream()
          .filter(command -> command.manager() == Installer.APT && command.is(Act.INSTALL))
          .forEach(command -> packages.addAll(command.packages()));
    }
    Bytes bytes = Finding.diskSizeOf(kept);
    return Finding.of(
            DESCRIPTION,
            new Measure.Count(updating.size(), "layers that run apt-get update"),
            kept.isEmpty()
                ? "apt-get update in %d layers".formatted(updating.size())
                : "apt-get update in %d layers, %s of package lists kept"
                    .formatted(updating.size(), bytes))
        .blaming(own.facts(), updating.get(1).number())
        .showing(evidence)
        .freeing(kept)
        .mendedBy(
            "write one instruction in layer %d instead: %s"
                .formatted(
                    updating.getFirst().number(),
                    PackageLists.installing(Installer.APT, List.copyOf(packages))));
  }
}
