package dev.plimsoll.rule.reference;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Reference;
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
import java.time.ZoneOffset;
import java.util.List;

/// `tag-moved`: the tag that a workload names means another image now than the one that runs.
///
/// Only of what runs can that be said: what is admitted runs what its tag means at that moment. Not
/// applicable to references with a digest, nor where the tag could not be asked for.
public final class TagMoved implements MemoryRule<Grace> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("tag-moved", Family.REFERENCE, Severity.LOW, Depth.CONFIG)
          .refuses("A tag means another image by now than the one that runs under it.")
          .because(
              "The next Pod of the workload runs something else than the others, and a rollback of the"
                  + " workload does not bring back what ran.")
          .mendedBy(
              "Roll the workload out again so that all Pods run the same, and pin the image by its"
                  + " digest.")
          .practice("Never push another image under a tag that is in use.")
          .wrongFor(
              "Workloads that are rolled out some time after every push: set after to longer than that"
                  + " takes. The audit alone judges by it, asking for each tag every hour; admission and"
                  + " the command line have nothing to compare.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Grace defaults() {
    return new Grace(Duration.ofHours(1));
  }

  @Override
  public Memory.Part asked() {
    return Memory.Part.TAGS;
  }

  @Override
  public List<Finding> measure(Facts facts, ContainerContext container) {
    Reference named = container.reference();
    if (named == null || named.tag() == null || named.digest() != null) {
      return List.of();
    }
    return container.memory().movements().ofTag(named, facts.digest()).stream()
        .map(
            since ->
                Finding.of(
                        DESCRIPTION,
                        new Measure.Moment(since),
                        "tag %s means another image since %s"
                            .formatted(named.tag(), since.atOffset(ZoneOffset.UTC).toLocalDate()))
                    .mendedBy(
                        "roll the workload out again with another tag, or write %s@%s to keep what"
                                .formatted(named, facts.digest())
                            + " runs"))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, Grace parameters, ContainerContext container) {
    return parameters.judge(finding, container);
  }
}
