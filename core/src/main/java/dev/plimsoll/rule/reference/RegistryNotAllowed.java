package dev.plimsoll.rule.reference;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.reference.ReferenceGlobs;
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
import dev.plimsoll.rule.parameter.ParameterKind;
import java.util.List;

/// `registry-not-allowed`: an image comes from a registry or repository that the policy does not
/// list. The reference alone decides, with Docker's defaults written out: `nginx` is
/// `docker.io/library/nginx`.
public final class RegistryNotAllowed implements ReferenceRule<RegistryNotAllowed.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("registry-not-allowed", Family.REFERENCE, Severity.HIGH, Depth.REFERENCE)
          .refuses("An image comes from a registry or repository that is not allowed.")
          .because(
              "Anybody can push to a public registry, under a name that looks like the real one.")
          .mendedBy("Copy the image into an allowed registry and name it there.")
          .practice("Run only images from registries that you trust.")
          .wrongFor(
              "Mirrors that rewrite references after admission: list what workloads write, not what"
                  + " nodes pull.");

  /// `allowed` are globs over registry/repository.
  public record Parameters(
      @Parameter(
              value =
                  "The registries and repositories that images may come from, such as registry.example.com/**.",
              required = true,
              kind = ParameterKind.GLOBS)
          List<String> allowed) {
    public Parameters {
      allowed = List.copyOf(allowed);
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
  public List<Finding> measure(Reference reference) {
    String name = reference.registry() + "/" + reference.repository();
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), name)
            .showing(List.of(new Evidence(reference.toString(), Bytes.NONE)))
            .mendedBy("copy " + name + " into an allowed registry and name it there"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    Reference reference = Reference.parse(finding.evidence().getFirst().subject());
    if (new ReferenceGlobs(parameters.allowed()).cover(reference)) {
      return new Judgement.Within();
    }
    String limit =
        parameters.allowed().isEmpty() ? "none" : String.join(", ", parameters.allowed());
    return new Judgement.Beyond(finding.what(), limit);
  }
}
