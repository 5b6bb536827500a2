package dev.plimsoll.rule.user;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;

/// `non-numeric-user`: an image names its user instead of giving the uid, so that the workload
/// cannot set `runAsNonRoot` alone.
///
/// The config's `USER` decides, unless the workload sets `runAsUser`. That root is written as a
/// name is nothing to mend: `root-user` is about root.
public final class NonNumericUser implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("non-numeric-user", Family.USER, Severity.LOW, Depth.CONFIG)
          .refuses("An image's USER is a name instead of a number.")
          .because(
              "The kubelet cannot tell whether a name is root, so the container does not start where"
                  + " the workload or its namespace asks for runAsNonRoot.")
          .mendedBy("Write the uid in USER, or set securityContext.runAsUser.")
          .practice("Run as a non-root user, declared by number.")
          .wrongFor(
              "Images of vendors that name their user: set securityContext.runAsUser, and the rule is"
                  + " content.");

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
    return user.isNumeric() || user.isRoot()
        ? List.of()
        : List.of(user.finding(DESCRIPTION, facts).mendedBy(fix(user, facts)));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    return container.runAsUser() == null
        ? new Judgement.Beyond(finding.what(), "a number, or securityContext.runAsUser")
        : new Judgement.Within();
  }

  /// What to write instead, with the uid where the image's files tell it.
  static String fix(DeclaredUser user, Facts facts) {
    Long uid = user.uidIn(facts.files().orElse(null));
    String better = uid == null || uid == 0 ? "10001" : uid.toString();
    String worse = user.declared().isEmpty() ? "no USER" : "USER " + user.declared();
    String known =
        uid != null && uid > 0 && !user.isNumeric() ? ", which is the uid that it has" : "";
    return "end the Dockerfile with USER %s instead of %s%s, or set securityContext.runAsUser: %s in the workload"
        .formatted(better, worse, known, better);
  }
}
