package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Removable;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `pull-size`: the compressed layers together are larger than the budget.
public final class PullSize implements Rule<PullSize.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("pull-size", Family.SIZE, Severity.MEDIUM, Depth.CONFIG)
          .refuses("An image's compressed layers together are larger than its budget.")
          .because(
              "Every node that starts the image downloads them first: a large image is a slow roll-out, a"
                  + " slow recovery and a larger bill.")
          .mendedBy(
              "Build in one stage and copy what runs into another on a slim base; remove what the other"
                  + " rules find.")
          .practice("Keep images small: multi-stage builds, slim bases, no build tools, no caches.")
          .wrongFor(
              "Images whose payload is large by nature, such as models or browsers: give them a budget of"
                  + " their own in a policy that matches them.");

  /// `max` is the budget for the sum of compressed layers.
  public record Parameters(
      @Parameter(value = "The largest pull size (compressed) that is allowed.", required = true)
          Bytes max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(Bytes.ofMebi(500));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Layer> largestFirst =
        facts.layers().stream().sorted(Comparator.comparing(Layer::pullSize).reversed()).toList();
    if (largestFirst.isEmpty()) {
      return List.of();
    }
    Layer largest = largestFirst.getFirst();
    Set<FileGroup> reclaimable = facts.files().map(PullSize::removable).orElse(Set.of());
    return List.of(
        new Finding(
            id(),
            DESCRIPTION.severity(),
            new Measure.PullSize(facts.pullSize()),
            "%s of it in one layer".formatted(largest.pullSize()),
            new Blame(largest, largest.instruction(), facts.base().originOf(largest.number())),
            largestFirst.stream()
                .map(l -> new Evidence("layer " + l.number(), l.pullSize()))
                .toList(),
            reclaimable,
            fix(facts, reclaimable)));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.PullSize(Bytes size))
        || !size.isMoreThan(parameters.max())) {
      return new Judgement.Within();
    }
    return new Judgement.Beyond(size + " to pull", parameters.max().toString());
  }

  /// What does no work in a running container, and what no container sees.
  static Set<FileGroup> removable(FileFacts files) {
    Removable removable = Removable.in(files);
    Set<FileGroup> all = new HashSet<>(removable.compilers());
    all.addAll(removable.baggageUpTo(Integer.MAX_VALUE));
    all.addAll(removable.waste());
    return all;
  }

  private static String fix(Facts facts, Set<FileGroup> reclaimable) {
    if (reclaimable.isEmpty()) {
      return "build in one stage and copy only what runs into another, on a slim base";
    }
    Bytes after = facts.pullSize().minus(Finding.pullSizeOf(reclaimable));
    return "build in one stage and copy only what runs into another, on a slim base: without"
        + " compilers, headers, documentation and deleted files it is about "
        + after;
  }
}
