package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Amount;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// `wasted-space`: too many bytes of an image are in no file that a container sees, for a later
/// layer overwrites or deletes them.
///
/// What the base image's own layers hide from each other is a finding apart, and advice.
public final class WastedSpace implements Rule<WastedSpace.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("wasted-space", Family.SIZE, Severity.MEDIUM, Depth.FILES)
          .refuses("Too much of an image is hidden by its own later layers.")
          .because("Deleted and overwritten files are stored and downloaded and never seen.")
          .mendedBy(
              "Delete files in the RUN that makes them, set owners with COPY --chown, or copy what"
                  + " runs into a new stage.")
          .practice("Chain commands in one RUN, so that what is deleted never reaches a layer.")
          .wrongFor(
              "Package databases that each installation writes anew; a limit of some mebibytes"
                  + " leaves room for them.");

  /// `max` is how much may be hidden, uncompressed.
  public record Parameters(
      @Parameter(
              "How much (uncompressed) later layers may hide: a size, or a share of the disk size.")
          Amount max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(new Amount.Size(Bytes.ofMebi(20)));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    int base = facts.base().layers();
    List<FileGroup> hidden =
        files.groups().stream().filter(g -> !g.present() && g.disk().count() > 0).toList();
    List<Finding> findings = new ArrayList<>();
    finding(facts, hidden.stream().filter(g -> hiddenIn(g) > base).toList())
        .ifPresent(findings::add);
    finding(facts, hidden.stream().filter(g -> hiddenIn(g) <= base).toList())
        .map(finding -> finding.as(Severity.ADVICE))
        .ifPresent(findings::add);
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    return finding.measure() instanceof Measure.Part(Bytes part, Bytes whole)
            && parameters.max().isExceededBy(part, whole)
        ? new Judgement.Beyond(
            part + " of " + whole + " on disk are hidden by later layers",
            parameters.max().toString())
        : new Judgement.Within();
  }

  private static Optional<Finding> finding(Facts facts, List<FileGroup> groups) {
    List<Evidence> evidence = Evidences.by(groups, WastedSpace::fate);
    return groups.stream()
        .max(Comparator.comparing(FileGroup::disk))
        .map(
            largest ->
                Finding.of(
                        DESCRIPTION,
                        new Measure.Part(
                            Finding.diskSizeOf(groups), facts.files().orElseThrow().diskSize()),
                        Evidences.names(evidence))
                    .blaming(facts, largest.layer())
                    .showing(evidence)
                    .freeing(groups)
                    .mendedBy(fix(facts, largest)));
  }

  private static String fate(FileGroup group) {
    Hidden hidden = Objects.requireNonNull(group.hidden());
    return "files of layer %d %s in layer %d"
        .formatted(group.layer(), hidden.how().phrase(), hidden.layer());
  }

  private static int hiddenIn(FileGroup group) {
    return Objects.requireNonNull(group.hidden()).layer();
  }

  private static String fix(Facts facts, FileGroup largest) {
    Deletion deletion = new Deletion(facts, largest.layer(), hiddenIn(largest), List.of(largest));
    return deletion.isFromBase()
        ? deletion.mendingTheBase()
        : "join %s and %s, so that %s never reaches a layer; or copy what runs into a new stage"
            .formatted(deletion.adding(), deletion.removing(), Evidences.largest(largest));
  }
}
