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
import java.util.Set;
import java.util.stream.Collectors;

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

  /// Where nothing tells whose the files are to be.
  private static final String USER = "--chown=USER:GROUP";

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
    if (copy.isFromBase()) {
      return copy.mendingTheBase();
    }
    if (copy.addedBy(Instruction.Kind.COPY, Instruction.Kind.ADD)) {
      Deed deed = copy.deed();
      return "replace %s by %s%s"
          .formatted(
              copy.adding(),
              withOptions(
                  Objects.requireNonNull(copy.facts().layer(copy.added()).instruction()), deed),
              deed.isOptionsOfCopy()
                  ? " and drop " + copy.removing()
                  : ", and take %s out of %s%s"
                      .formatted(
                          change(deed),
                          copy.removing(),
                          deed.createsAccounts() ? "; create the user before the COPY" : ""));
    }
    return "do what %s does in %s, in the same RUN".formatted(copy.removing(), copy.adding());
  }

  /// The `COPY` with options that do what commands do later.
  private static String withOptions(Instruction copying, Deed deed) {
    List<String> options = deed.options().isEmpty() ? List.of(USER) : deed.options();
    String rest = copying.text().substring(copying.text().indexOf(' '));
    for (String option : options) {
      rest = rest.replaceAll(option.substring(0, option.indexOf('=')) + "=\\S+\\s*", "");
    }
    return "%s %s %s"
        .formatted(
            copying.kind(), String.join(" ", options), new Instruction(rest).abbreviated(70));
  }

  private static String change(Deed deed) {
    return deed.changes().isEmpty()
        ? "the change of owner or mode"
        : deed.changes().stream()
            .map(words -> new Instruction(String.join(" ", words)).abbreviated(60))
            .collect(Collectors.joining(" and "));
  }
}
