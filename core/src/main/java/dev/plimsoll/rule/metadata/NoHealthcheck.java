package dev.plimsoll.rule.metadata;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.HistoryLines;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `no-healthcheck`: an image has no `HEALTHCHECK`, or switches its base's off.
///
/// The config decides. Kubernetes ignores it and asks the workload's probes, so no profile has
/// this rule; it is for images that Docker or Podman run as well.
public final class NoHealthcheck implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("no-healthcheck", Family.METADATA, Severity.ADVICE, Depth.CONFIG)
          .refuses("An image has no HEALTHCHECK, which Kubernetes ignores but Docker does not.")
          .because(
              "Where Docker or Podman run the image, nobody notices that it hangs; in Kubernetes the"
                  + " probes of the workload decide, and nothing else.")
          .mendedBy(
              "Add HEALTHCHECK to the Dockerfile for Docker, and a liveness and a readiness probe to"
                  + " the workload for Kubernetes.")
          .practice("Let whoever runs a container ask whether it is well.")
          .wrongFor(
              "Images that only Kubernetes runs, and jobs that end by themselves: leave the rule off.");

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
    Healthcheck declared = facts.config().healthcheck();
    if (declared == Healthcheck.PRESENT) {
      return List.of();
    }
    String what = declared == Healthcheck.NONE ? "HEALTHCHECK NONE" : "no HEALTHCHECK";
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), what)
            .blaming(HistoryLines.lastThatSets(facts.config(), "HEALTHCHECK"))
            .mendedBy(
                (declared == Healthcheck.NONE ? "replace HEALTHCHECK NONE by" : "add")
                    + " HEALTHCHECK CMD and a program that asks the application; Kubernetes ignores"
                    + " it, so give the workload probes too"));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "a HEALTHCHECK");
  }
}
