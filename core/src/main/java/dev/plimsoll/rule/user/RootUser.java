package dev.plimsoll.rule.user;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  private static final Pattern USER_INSTRUCTION = Pattern.compile("(?:^|[\\s)])USER\\s+\\S.*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

  /// Nothing to set: root is root.
  public record Parameters() {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters();
  }

  @Override
  public Depth depthFor(Facts facts) {
    return uidByItself(facts.config().user()) == null ? Depth.FILES : Depth.CONFIG;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    String declared = facts.config().user();
    Instruction instruction = userInstruction(facts.config().history());
    return List.of(
        new Finding(
            id(),
            DESCRIPTION.severity(),
            new Measure.User(declared, uidOf(declared, facts.files().orElse(null))),
            declared.isEmpty() ? "the image sets no USER" : "the image sets USER " + declared,
            new Blame(null, instruction, null),
            List.of(),
            Set.of(),
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
      return new Judgement.Undecided(
          new Unknown(
              Cause.NOT_STATED,
              "the image's /etc/passwd does not say which uid USER "
                  + declared
                  + " has; write the uid in USER, or set securityContext.runAsUser"));
    }
    return uid == 0
        ? new Judgement.Beyond("root (" + finding.what() + ")", "non-root")
        : new Judgement.Within();
  }

  private static @Nullable Long uidOf(String declared, @Nullable FileFacts files) {
    Long uid = uidByItself(declared);
    if (uid != null || files == null || files.users() == null) {
      return uid;
    }
    return files.users().get(nameIn(declared));
  }

  /// The uid where the declaration alone tells it, null where it names a user of the image.
  private static @Nullable Long uidByItself(String declared) {
    String name = nameIn(declared);
    if (name.isEmpty() || name.equals("root")) {
      return 0L;
    }
    return NUMBER.matcher(name).matches() ? (Long) Long.parseLong(name) : null;
  }

  private static String nameIn(String declared) {
    int colon = declared.indexOf(':');
    return (colon < 0 ? declared : declared.substring(0, colon)).strip();
  }

  private static @Nullable Instruction userInstruction(List<HistoryEntry> history) {
    for (HistoryEntry entry : history.reversed()) {
      Matcher matcher = USER_INSTRUCTION.matcher(entry.createdBy());
      if (entry.emptyLayer() && matcher.find()) {
        return new Instruction(matcher.group().replaceFirst("^[)\\s]+", "").strip());
      }
    }
    return null;
  }
}
