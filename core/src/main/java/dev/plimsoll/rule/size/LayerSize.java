package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.Comparator;
import java.util.List;

/// `layer-size`: one compressed layer is larger than allowed; one finding per layer.
///
/// A large layer of the base image is advice: many images may share it.
public final class LayerSize implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("layer-size", Family.SIZE, Severity.LOW, Depth.CONFIG)
          .refuses("One compressed layer of an image is larger than allowed.")
          .because(
              "A layer is downloaded and unpacked as a whole, and anew for the smallest change in"
                  + " it.")
          .mendedBy(
              "Split what changes often from what does not, and leave out what the other rules"
                  + " find.")
          .practice("Put what rarely changes into layers of its own, below what often does.")
          .wrongFor(
              "Images that carry one large file, such as a model: raise max in a policy that"
                  + " matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(256);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return facts.layers().stream()
        .filter(layer -> layer.pullSize().count() > 0)
        .sorted(Comparator.comparing(Layer::pullSize).reversed())
        .map(layer -> finding(facts, layer))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "");
  }

  private static Finding finding(Facts facts, Layer layer) {
    List<Evidence> evidence = List.of(new Evidence("layer " + layer.number(), layer.pullSize()));
    Finding finding =
        Finding.of(
                DESCRIPTION,
                new Measure.PullSize(layer.pullSize()),
                "layer " + layer.number() + " of " + facts.layers().size())
            .blaming(facts, layer.number())
            .showing(evidence);
    if (finding.isOfBase()) {
      String name = facts.base().name() == null ? "the base" : facts.base().name();
      return finding
          .as(Severity.ADVICE)
          .mendedBy("start the last stage FROM a smaller variant of " + name);
    }
    return finding.mendedBy(
        Mending.place(finding)
            + "leave out what does not run, and put what rarely changes into an instruction of its"
            + " own before this one");
  }
}
