package dev.plimsoll.rule.metadata;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.List;
import java.util.Map;

/// `required-labels`: an image lacks labels that the policy asks for.
///
/// The config's labels decide, those that came with the base among them; a label without a value
/// says nothing and counts as missing. Annotations of the manifest are no labels.
public final class RequiredLabels implements Rule<RequiredLabels.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("required-labels", Family.METADATA, Severity.LOW, Depth.CONFIG)
          .refuses("An image lacks labels that every image must have.")
          .because(
              "Whoever finds the image in production at night cannot tell whose it is, or where its"
                  + " source lies.")
          .mendedBy("Add the labels in the Dockerfile with LABEL, or with --label when building.")
          .practice("Label images with their source, version and owner.")
          .wrongFor("Images of vendors, whose labels nobody here decides: exempt those.");

  /// `names` are the labels that must be there with a value.
  public record Parameters(
      @Parameter(
              value = "Labels that must be there, such as org.opencontainers.image.source.",
              required = true)
          List<String> names) {
    public Parameters {
      names = List.copyOf(names);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Evidence> labels =
        facts.config().labels().entrySet().stream()
            .filter(label -> !label.getValue().isBlank())
            .map(Map.Entry::getKey)
            .sorted()
            .map(name -> new Evidence(name, Bytes.NONE))
            .toList();
    return List.of(
        Finding.of(
                DESCRIPTION,
                new Measure.Observed(),
                labels.isEmpty() ? "no labels" : labels.size() + " labels")
            .showing(labels)
            .mendedBy("add LABEL <name>=\"…\" to the Dockerfile's last stage for each of them"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    List<String> there = finding.evidence().stream().map(Evidence::subject).toList();
    List<String> missing = parameters.names().stream().filter(n -> !there.contains(n)).toList();
    return missing.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond(
            finding.what() + ", without " + String.join(", ", missing),
            String.join(", ", parameters.names()));
  }
}
