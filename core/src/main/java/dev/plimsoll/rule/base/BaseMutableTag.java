package dev.plimsoll.rule.base;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.reference.ReferenceGlobs;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.util.List;
import java.util.regex.Pattern;

/// `base-mutable-tag`: an image is built FROM a tag that moves: `latest`, none, or a bare major
/// version (`python:3`, `node:20-slim`).
///
/// Layers must prove the base. Where several tags of it are known, the image's annotation says
/// which one was meant; without one, a tag that stays speaks for the image. Not applicable where
/// the base is unknown.
public final class BaseMutableTag implements Rule<BaseMutableTag.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("base-mutable-tag", Family.BASE, Severity.LOW, Depth.CONFIG)
          .refuses("An image is built on a base by a tag that moves, such as latest.")
          .because(
              "The next build may come out on another version of the language or the system, without"
                  + " anybody changing a line.")
          .mendedBy("Name the base's minor version in FROM, or pin it by its digest.")
          .practice("Pin the base image, and move it on purpose.")
          .wrongFor(
              "Systems whose major version is the release, such as debian:12: allow those bases.");

  /// A major version, and perhaps a variant behind it; longer numbers are dates or releases.
  private static final Pattern MOVES = Pattern.compile("latest|v?\\d{1,3}(-[a-z].*)?");

  /// `allow` are globs over registry/repository.
  public record Parameters(
      @Parameter(
              value =
                  "Bases whose tags may move, such as debian:12 or registry.example.com/bases/**.",
              kind = ParameterKind.GLOBS)
          List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
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
    List<Reference> candidates =
        BaseNames.meant(facts).stream()
            .flatMap(known -> BaseNames.parsed(known.name()).stream())
            .toList();
    if (candidates.isEmpty() || !candidates.stream().allMatch(BaseMutableTag::moves)) {
      return List.of();
    }
    Reference found = candidates.getFirst();
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Base(List.of(found.toString()), null), "FROM " + found)
            .mendedBy(
                "write FROM %s@sha256:… or the base's minor version instead of FROM %s"
                    .formatted(found, found)));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (finding.measure() instanceof Measure.Base(List<String> proven, _)
        && proven.stream()
            .map(Reference::parse)
            .anyMatch(new ReferenceGlobs(parameters.allow())::cover)) {
      return new Judgement.Within();
    }
    return new Judgement.Beyond(finding.what(), "a tag that stays, or a digest");
  }

  private static boolean moves(Reference reference) {
    String tag = reference.tag();
    return reference.digest() == null && tag != null && MOVES.matcher(tag).matches();
  }
}
