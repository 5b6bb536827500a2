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
import java.util.List;
import java.util.Optional;

/// `root-user`: the container's process runs as uid 0.
///
/// The uid that counts is the container's `runAsUser`, else its Pod's, else the image's `USER`.
/// An image without `USER`, with `0`, `root` or only a group runs as root; a name is looked up
/// in the image's own `/etc/passwd`, as the container runtime does.
public final class RootUser implements Rule<RootUser.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("root-user", Family.USER, Severity.HIGH, Depth.CONFIG)
          .refuses("A container's process runs as root.")
          .because(
              "Who breaks out of the process, or out of the container, is root where they land.")
          .mendedBy(
              "Create a user in the Dockerfile and switch to it with USER, by number; or set"
                  + " securityContext.runAsUser.")
          .practice("Run as a non-root user.")
          .wrongFor(
              "Images that must start as root to drop privileges themselves: exempt the image, not the"
                  + " rule.");

  /// Nothing to set: root is root.
  public record Parameters() {}

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
    return new Parameters();
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
    return List.of(
        DeclaredUser.of(facts)
            .finding(DESCRIPTION, facts)
            .mendedBy(
                "end the Dockerfile with USER and a uid above 0, for example USER 10001, or set"
                    + " securityContext.runAsUser in the workload"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.User(String declared, Long uid))) {
      return new Judgement.Within();
    }
    if (container.runAsUser() != null) {
      return container.runAsUser() == 0
          ? new Judgement.Beyond("uid 0 by the workload's securityContext.runAsUser", "non-root")
          : new Judgement.Within();
    }
    if (uid == null) {
      return new Judgement.Undecided(DeclaredUser.unknownUid(declared));
    }
    return uid == 0
        ? new Judgement.Beyond("root (" + finding.what() + ")", "non-root")
        : new Judgement.Within();
  }
}
