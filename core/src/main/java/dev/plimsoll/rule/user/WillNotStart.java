package dev.plimsoll.rule.user;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `will-not-start`: the workload sets `runAsNonRoot`, and the kubelet would refuse to start the
/// container, since it runs as root or nobody can tell.
///
/// The kubelet goes by numbers alone: a `runAsUser` above 0 satisfies it, else the image's `USER`
/// must be a number above 0. A name is refused whatever uid it has, for the kubelet reads no
/// `/etc/passwd`. Without `runAsNonRoot` the rule has nothing to say.
public final class WillNotStart implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("will-not-start", Family.USER, Severity.HIGH, Depth.CONFIG)
          .refuses(
              "A workload sets runAsNonRoot for an image whose USER is root or a name, so it will"
                  + " not start.")
          .because(
              "The kubelet refuses the container with CreateContainerConfigError, on every node and"
                  + " for ever; the roll-out hangs instead of failing here.")
          .mendedBy("Write a uid above 0 in USER, or set securityContext.runAsUser.")
          .practice("Run as a non-root user, declared by number.")
          .wrongFor(
              "Clusters where something sets runAsUser after admission: let it come before, or set"
                  + " the rule to Warn.");

  private static final String LIMIT = "a uid above 0, as runAsNonRoot asks";

  @Override
  public boolean judgesHowItRuns() {
    return true;
  }

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
    DeclaredUser user = DeclaredUser.of(facts);
    return List.of(user.finding(DESCRIPTION, facts).mendedBy(NonNumericUser.fix(user, facts)));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    if (!container.security().mustNotBeRoot()
        || !(finding.measure() instanceof Measure.User(String declared, _))) {
      return new Judgement.Within();
    }
    Long runAsUser = container.runAsUser();
    if (runAsUser != null) {
      return runAsUser == 0
          ? new Judgement.Beyond("securityContext.runAsUser is 0", LIMIT)
          : new Judgement.Within();
    }
    DeclaredUser user = new DeclaredUser(declared);
    if (!user.isNumeric()) {
      return new Judgement.Beyond(
          finding.what() + ", a name, of which the kubelet cannot tell whether it is root", LIMIT);
    }
    return user.isRoot()
        ? new Judgement.Beyond("root (" + finding.what() + ")", LIMIT)
        : new Judgement.Within();
  }
}
