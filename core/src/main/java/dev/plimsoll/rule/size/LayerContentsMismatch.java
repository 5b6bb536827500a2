package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.LayerMismatch;
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
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `layer-contents-mismatch`: a layer is not what its own table of contents (eStargz,
/// zstd:chunked) lists; one finding per layer.
///
/// It belongs to sizes because those alone are judged by such tables as long as layers are read.
/// A layer whose table nobody read before the layer itself is not compared.
public final class LayerContentsMismatch implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("layer-contents-mismatch", Family.SIZE, Severity.HIGH, Depth.FILES)
          .refuses("A layer does not hold what its table of contents lists.")
          .because(
              "A node that pulls lazily shows files by the table and others by the layer, so what was"
                  + " looked into need not be what runs.")
          .mendedBy(
              "Build the image anew with a tool that writes the table as it writes the layer, and find out"
                  + " who pushed this one.")
          .practice("What is pulled is what was built.")
          .wrongFor("A builder that writes faulty tables: exempt its images until it is mended.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return facts.files().orElseThrow().mismatches().stream()
        .map(mismatch -> finding(facts, mismatch))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "none");
  }

  private static Finding finding(Facts facts, LayerMismatch mismatch) {
    return Finding.of(
            DESCRIPTION,
            new Measure.Count(mismatch.entries(), "entries that a table of contents lists wrongly"),
            "%d entries that the table of contents lists wrongly, %s among them"
                .formatted(mismatch.entries(), mismatch.path()))
        .blaming(facts, mismatch.layer())
        .showing(List.of(new Evidence(mismatch.path(), Bytes.NONE)))
        .mendedBy(
            "build and push layer %d anew with a tool that writes the table as it writes the layer, and"
                    .formatted(mismatch.layer())
                + " find out who pushed this one");
  }
}
