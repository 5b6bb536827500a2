package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.MemoryRule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.memory.Former;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.parameter.Amount;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `size-growth`: an update makes a container's image much larger than the one that it runs.
///
/// Compressed sizes of the same platform are compared. Not applicable to what is created, nor where
/// the size of the former image is not known.
public final class SizeGrowth implements MemoryRule<SizeGrowth.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("size-growth", Family.SIZE, Severity.MEDIUM, Depth.CONFIG)
          .refuses("An update makes a container's image much larger than the one that it runs.")
          .because(
              "Images grow a little with every release, and nobody looks until they are over their"
                  + " budget; a leap is most often a mistake, such as a build tool or a copied"
                  + " directory.")
          .mendedBy("See what came with plimsoll diff, and leave out what nobody meant to add.")
          .practice("Watch the size of every build, and ask what made it grow.")
          .wrongFor(
              "Growth that is meant, and a rollback to an image that was larger: set max higher, let the"
                  + " rule only warn, or exempt the image. Only updates of workloads and Pods are judged by"
                  + " it, at admission: neither what is created, nor what runs, nor the command line has"
                  + " anything to compare.");

  /// `max` is how much larger the image may be.
  public record Parameters(
      @Parameter(
              "How much larger (compressed) an image may be than the one it replaces: a size, or a share"
                  + " of the former size.")
          Amount max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(new Amount.Share(20));
  }

  @Override
  public Memory.Part asked() {
    return Memory.Part.FORMER;
  }

  @Override
  public List<Finding> measure(Facts facts, ContainerContext container) {
    Former former = container.memory().former();
    return former == null
        ? List.of()
        : former.on(facts.platform()).stream()
            .filter(size -> facts.pullSize().isMoreThan(size.pull()))
            .map(size -> grown(facts, former.name(), size))
            .toList();
  }

  /// Its first piece of evidence is the former image.
  private static Finding grown(Facts facts, String name, Former.Size size) {
    Bytes growth = new Bytes(facts.pullSize().count() - size.pull().count());
    Finding found =
        Finding.of(
                DESCRIPTION,
                new Measure.PullSize(growth),
                "%s to pull, %s more than %s that runs now"
                    .formatted(facts.pullSize(), growth, name))
            .showing(List.of(new Evidence(name, size.pull())));
    Optional<Layer> largest =
        facts.layers().stream()
            .filter(layer -> !size.layers().contains(layer.digest()))
            .max(Comparator.comparing(Layer::pullSize));
    return largest
        .map(
            layer ->
                found
                    .blaming(facts, layer.number())
                    .mendedBy(
                        "see what plimsoll diff tells of the two images; layer %d is new and has %s"
                            .formatted(layer.number(), layer.pullSize())))
        .orElse(found);
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.PullSize(Bytes growth))) {
      return new Judgement.Within();
    }
    Bytes before = finding.evidence().getFirst().bytes();
    return parameters.max().isExceededBy(growth, before)
        ? new Judgement.Beyond(finding.what(), parameters.max() + " more")
        : new Judgement.Within();
  }
}
