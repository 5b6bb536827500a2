package dev.plimsoll.rule.reference;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.ReferenceRule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.List;

/// `mutable-tag`: an image is asked for by a tag that moves, `latest` unless the policy lists
/// others; no tag at all is `latest`.
///
/// The reference alone decides. Whoever gives a digest as well gets that digest, whatever the tag.
public final class MutableTag implements ReferenceRule<MutableTag.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("mutable-tag", Family.REFERENCE, Severity.MEDIUM, Depth.REFERENCE)
          .refuses("An image is asked for by a tag that moves, such as latest, or by none.")
          .because(
              "What runs changes without anybody changing it: two Pods of one workload can run"
                  + " different images, and there is nothing to roll back to.")
          .mendedBy("Name a version in the tag, or pin the image by its digest.")
          .practice("Tag images with a version, never with latest.")
          .wrongFor(
              "Development clusters that want whatever was pushed last: set the rule to Off there.");

  /// `tags` are the tags that move.
  public record Parameters(
      @Parameter("Tags that move, so that no workload may rely on them.") List<String> tags) {
    public Parameters {
      tags = List.copyOf(tags);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of("latest"));
  }

  @Override
  public List<Finding> measure(Reference reference) {
    String tag = reference.tag();
    if (tag == null || reference.digest() != null) {
      return List.of();
    }
    String name = reference.registry() + "/" + reference.repository();
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), "the tag is " + tag)
            .showing(List.of(new Evidence(tag, Bytes.NONE)))
            .mendedBy(
                "write %s:<version> or %s:%s@sha256:… instead of %s:%s"
                    .formatted(name, name, tag, name, tag)));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    return finding.evidence().stream()
        .map(Evidence::subject)
        .filter(parameters.tags()::contains)
        .findFirst()
        .<Judgement>map(tag -> new Judgement.Beyond("tag " + tag, "a tag that stays, or a digest"))
        .orElseGet(Judgement.Within::new);
  }
}
