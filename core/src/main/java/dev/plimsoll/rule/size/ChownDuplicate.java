package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Hidden;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `chown-duplicate`: files are in the image twice, because a later layer changes their owner or
/// mode; one finding for each two layers.
///
/// A file of the same path, size and time with another owner or mode decides.
public final class ChownDuplicate implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("chown-duplicate", Family.SIZE, Severity.MEDIUM, Depth.FILES)
          .refuses(
              "Files are in an image twice, because a later layer changes their owner or mode.")
          .because("A layer cannot change an owner or a mode alone: it holds each file again.")
          .mendedBy("Set owner and mode where files are copied: COPY --chown=… --chmod=….")
          .practice("Set owners with COPY --chown rather than with a RUN chown of its own.")
          .wrongFor(
              "Files of the base whose owner must change: raise max in a policy that matches the"
                  + " image.");

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
    return Deletion.in(facts, Set.of(Hidden.How.COPIED_FOR_ATTRIBUTES), _ -> true).stream()
        .map(
            copy ->
                copy.finding(
                        DESCRIPTION,
                        copy.removed(),
                        "copied to change owner or mode",
                        Evidences::byOwner)
                    .mendedBy(fix(copy)))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "files with another owner or mode");
  }

  private static String fix(Deletion copy) {
    if (copy.isOfBase()) {
      return copy.mendingTheBase(copy.removing());
    }
    if (copy.addedBy(Instruction.Kind.COPY, Instruction.Kind.ADD)) {
      Instruction by = Objects.requireNonNull(copy.facts().layer(copy.added()).instruction());
      return "replace %s by %s %s%s and drop %s"
          .formatted(
              copy.adding(),
              by.kind(),
              option(copy.facts().layer(copy.removed()).instruction()),
              new Instruction(by.text().substring(by.text().indexOf(' '))).abbreviated(70),
              copy.removing());
    }
    return "do what %s does in %s, in the same RUN".formatted(copy.removing(), copy.adding());
  }

  /// The option of a `COPY` that does what commands do later.
  private static String option(@Nullable Instruction later) {
    if (later != null) {
      for (List<String> command : later.commands()) {
        Optional<String> what =
            command.stream().skip(1).filter(w -> !w.startsWith("-")).findFirst();
        if (what.isPresent() && Set.of("chown", "chmod").contains(command.getFirst())) {
          return "--" + command.getFirst() + "=" + what.get();
        }
      }
    }
    return "--chown=USER:GROUP";
  }
}
