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
import dev.plimsoll.rule.parameter.Parameter;
import java.util.List;
import java.util.Optional;

/// `low-uid`: a container's uid is so low that a user of the node may have it too.
///
/// The effective uid decides, as for `root-user`; root itself is that rule's. No profile has this
/// one: nginx is 101 and postgres 999 in their own images, and a node that maps user ids does not
/// care.
public final class LowUid implements Rule<LowUid.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("low-uid", Family.USER, Severity.LOW, Depth.CONFIG)
          .refuses("A container's process has a uid that a user of the node may have too.")
          .because(
              "Who breaks out of the container has the rights of that user on the node, and on every"
                  + " volume that they share.")
          .mendedBy("Write a uid from 10000 up in USER, or set securityContext.runAsUser.")
          .practice("Run as a user of its own that exists nowhere else.")
          .wrongFor(
              "Official images such as nginx (101) and postgres (999), and Pods with hostUsers: false;"
                  + " hence no profile has the rule.");

  /// `min` is the lowest uid that is allowed.
  public record Parameters(@Parameter("The lowest uid that is allowed.") int min) {}

  @Override
  public boolean judgesHowItRuns() {
    return true;
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(10_000);
  }

  @Override
  public Optional<Finding> decidedBy(ContainerContext container) {
    return DeclaredUser.overriddenBy(container, DESCRIPTION);
  }

  @Override
  public Depth depthFor(Facts facts) {
    return DeclaredUser.of(facts).uidByItself() == null ? Depth.FILES : Depth.CONFIG;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return List.of(DeclaredUser.of(facts).finding(DESCRIPTION, facts));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.User(String declared, Long declaredUid))) {
      return new Judgement.Within();
    }
    boolean overridden = container.runAsUser() != null;
    Long uid = overridden ? container.runAsUser() : declaredUid;
    if (uid == null) {
      return new Judgement.Undecided(DeclaredUser.unknownUid(declared));
    }
    if (uid == 0 || uid >= parameters.min()) {
      return new Judgement.Within();
    }
    String whence = overridden ? "the workload's securityContext.runAsUser" : finding.what();
    return new Judgement.Beyond(
        "uid " + uid + " (" + whence + ")", "uids from " + parameters.min() + " up");
  }
}
