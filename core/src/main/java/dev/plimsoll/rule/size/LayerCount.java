package dev.plimsoll.rule.size;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// `layer-count`: the application puts more layers on its base image than allowed.
///
/// The base's own layers are said and not judged. Where its extent is a guess the finding is
/// advice, for some of these layers may be the base's.
public final class LayerCount implements Rule<MaxCount> {
  private static final int SHOWN = 3;

  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("layer-count", Family.SIZE, Severity.LOW, Depth.CONFIG)
          .refuses("An image adds more layers to its base than allowed.")
          .because(
              "Each layer is a request to the registry and a mount on the node, and files that one"
                  + " layer deletes stay in the ones below.")
          .mendedBy("Join neighbouring RUN instructions with &&, and COPY instructions into one.")
          .practice("Combine commands to keep the number of layers down.")
          .wrongFor(
              "Images that builders split on purpose, such as those of jib, Nix or Bazel: raise max"
                  + " in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxCount defaults() {
    return new MaxCount(25);
  }

  /// The files tell how far the base reaches where nothing else does.
  @Override
  public Depth depthFor(Facts facts) {
    return facts.base().evidence() == BaseImage.Evidence.UNREAD ? Depth.FILES : Depth.CONFIG;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Layer> own =
        facts.layers().stream()
            .filter(layer -> facts.base().originOf(layer.number()) != Origin.BASE)
            .toList();
    if (own.isEmpty()) {
      return List.of();
    }
    int last = own.getLast().number();
    Finding finding =
        Finding.of(
                DESCRIPTION,
                new Measure.Count(own.size(), "own layers"),
                "%d layers on top of %d of the base".formatted(own.size(), facts.base().layers()))
            .blaming(facts, last)
            .showing(
                own.stream()
                    .map(layer -> new Evidence("layer " + layer.number(), layer.pullSize()))
                    .toList())
            .mendedBy(fix(own));
    return List.of(
        facts.base().originOf(last) == Origin.OWN ? finding : finding.as(Severity.ADVICE));
  }

  @Override
  public Judgement judge(Finding finding, MaxCount parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(List<Layer> own) {
    List<Layer> longest = List.of();
    List<Layer> run = new ArrayList<>();
    for (Layer layer : own) {
      Instruction by = layer.instruction();
      if (by == null || by.kind() != Instruction.Kind.RUN) {
        run.clear();
      } else {
        run.add(layer);
        longest = run.size() > longest.size() ? List.copyOf(run) : longest;
      }
    }
    if (longest.size() < 2) {
      return "join instructions that follow each other, or build in one stage and copy what runs"
          + " into another";
    }
    return "join the RUN instructions of layers %d to %d with &&: %s%s"
        .formatted(
            longest.getFirst().number(),
            longest.getLast().number(),
            longest.stream()
                .limit(SHOWN)
                .map(layer -> Objects.requireNonNull(layer.instruction()).abbreviated(50))
                .collect(java.util.stream.Collectors.joining("; ")),
            longest.size() > SHOWN ? "; …" : "");
  }
}
