package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;

/// `cache-not-cleaned-in-layer`: a package manager's cache is deleted, but in a later layer than
/// the one that fills it, which frees nothing; one finding for each two layers.
public final class CacheNotCleanedInLayer implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("cache-not-cleaned-in-layer", Family.SIZE, Severity.MEDIUM, Depth.FILES)
          .refuses("A package manager's cache is deleted in a later layer than its own.")
          .because(
              "Deleting in another layer frees nothing: the cache still travels with the image.")
          .mendedBy("Delete the cache at the end of the RUN that fills it.")
          .practice("Clean up in the layer that makes the mess.")
          .wrongFor(
              "Base images that clean up after themselves in another layer: it is advice there;"
                  + " raise max where it disturbs.");

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
    return Deletion.in(facts, Deletion.AWAY, group -> group.fileClass().isCache()).stream()
        .map(
            deletion ->
                deletion
                    .finding(DESCRIPTION, deletion.added(), "deleted", Evidences::byClass)
                    .mendedBy(fix(deletion)))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "caches deleted too late");
  }

  private static String fix(Deletion deletion) {
    if (deletion.isFromBase()) {
      return deletion.mendingTheBase();
    }
    return "join %s and %s into one RUN with &&".formatted(deletion.adding(), deletion.removing());
  }
}
