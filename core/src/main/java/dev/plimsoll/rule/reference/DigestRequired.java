package dev.plimsoll.rule.reference;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.ReferenceRule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `digest-required`: an image is asked for by a tag alone. The reference alone decides.
public final class DigestRequired implements ReferenceRule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("digest-required", Family.REFERENCE, Severity.LOW, Depth.REFERENCE)
          .refuses("An image is asked for by a tag without a digest.")
          .because(
              "Whoever may push to the repository may move any tag; a digest is always the same image.")
          .mendedBy("Write the digest behind the tag: registry/repository:tag@sha256:….")
          .practice("Pin what runs in production by digest.")
          .wrongFor("Clusters whose deploy tool pins digests after admission: leave the rule off.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public List<Finding> measure(Reference reference) {
    if (reference.digest() != null) {
      return List.of();
    }
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), "no digest")
            .mendedBy(
                "write %s@sha256:…, with the digest that the push of this tag printed"
                    .formatted(reference)));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "a digest");
  }
}
