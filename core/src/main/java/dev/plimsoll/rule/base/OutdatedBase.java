package dev.plimsoll.rule.base;

import static java.util.Comparator.naturalOrder;

import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.MemoryRule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.parameter.Grace;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// `outdated-base`: the base that an image is built on moved on, and the image still has the layers
/// that it was.
///
/// Layers must prove the base. Of several tags that were the same image, all must have moved on,
/// unless the image's annotation says which one was meant. Not applicable where nobody remembers
/// what the tag used to be.
public final class OutdatedBase implements MemoryRule<Grace> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("outdated-base", Family.BASE, Severity.LOW, Depth.CONFIG)
          .refuses("An image is built on a base that has moved on since.")
          .because(
              "What the base mended since then is not in the image, and building it again brings it"
                  + " only where the base is pulled anew.")
          .mendedBy("Pull the base and build the image again: docker build --pull.")
          .practice("Rebuild images regularly, on the base as it is now.")
          .wrongFor(
              "Bases that are published every night: set after to how often you rebuild. Only bases"
                  + " under knownBases are watched; the operator remembers what they were while one of"
                  + " its replicas runs, and the command line remembers nothing.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Grace defaults() {
    return new Grace(Duration.ofDays(7));
  }

  @Override
  public Memory.Part asked() {
    return Memory.Part.BASES;
  }

  @Override
  public List<Finding> measure(Facts facts, ContainerContext container) {
    List<Known> meant = BaseNames.meant(facts);
    List<Instant> left =
        meant.stream().flatMap(base -> movedOn(base, facts, container).stream()).toList();
    if (left.isEmpty() || left.size() < meant.size()) {
      return List.of();
    }
    String name = meant.getFirst().name();
    Instant since = left.stream().max(naturalOrder()).orElseThrow();
    return List.of(
        Finding.of(
                DESCRIPTION,
                new Measure.Moment(since),
                "base %s moved on %s".formatted(name, since.atOffset(ZoneOffset.UTC).toLocalDate()))
            .mendedBy("pull " + name + " and build again: docker build --pull"));
  }

  @Override
  public Judgement judge(Finding finding, Grace parameters, ContainerContext container) {
    return parameters.judge(finding, container);
  }

  private static Optional<Instant> movedOn(Known base, Facts facts, ContainerContext container) {
    return container
        .memory()
        .movements()
        .ofBase(base.name(), facts.config().diffIds().subList(0, base.layers()));
  }
}
