package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
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

/// `removed-in-later-layer`: a layer adds files and a later one deletes them; one finding for each
/// two layers.
///
/// Files decide. What is overwritten is `wasted-space`, caches are `cache-not-cleaned-in-layer`.
public final class RemovedInLaterLayer implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("removed-in-later-layer", Family.SIZE, Severity.MEDIUM, Depth.FILES)
          .refuses("A layer adds files that a later layer deletes.")
          .because(
              "Deleting in another layer frees nothing: the files still travel with the image.")
          .mendedBy("Delete files in the RUN that makes them, or leave them in a build stage.")
          .practice("Chain commands in one RUN, so that what is deleted never reaches a layer.")
          .wrongFor(
              "Files of the base that are deleted to harden an image: raise max in a policy that"
                  + " matches it.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(1);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return Deletion.in(facts, Deletion.AWAY, group -> !group.fileClass().isCache()).stream()
        .map(
            deletion ->
                deletion
                    .finding(DESCRIPTION, deletion.added(), "deleted", Evidences::byOwner)
                    .mendedBy(fix(deletion)))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "deleted files");
  }

  private static String fix(Deletion deletion) {
    if (deletion.isFromBase()) {
      return deletion.mendingTheBase();
    }
    if (deletion.addedBy(Instruction.Kind.COPY, Instruction.Kind.ADD)) {
      String deed = (deletion.deed().onlyDeletes() ? "" : "the deletion in ") + deletion.removing();
      return (deletion.takesAll()
              ? "drop %s and %s: give the RUN that needs these files RUN --mount=type=bind, or use them in a build stage"
              : "keep these files out of %s, by .dockerignore or by copying less, and drop %s")
          .formatted(deletion.adding(), deed);
    }
    return "join %s and %s into one RUN with &&".formatted(deletion.adding(), deletion.removing());
  }
}
