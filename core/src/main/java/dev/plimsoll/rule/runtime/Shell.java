package dev.plimsoll.rule.runtime;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.program.Interpreter;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.ToolGroups;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import java.util.Set;

/// `shell`: a shell is there when the image runs; one finding per layer that put one there.
///
/// True of every slim image, so it is a rule for those that want none. The fix says where the
/// image itself needs its shell: to start, or for a script.
public final class Shell implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("shell", Family.RUNTIME, Severity.LOW, Depth.FILES)
          .refuses("An image carries a shell.")
          .because("It is the first thing that whoever breaks in looks for.")
          .mendedBy("Start the program itself, in exec form, in a distroless base or scratch.")
          .practice("Use distroless images: no shell, no package manager.")
          .wrongFor(
              "Every slim base has one, and scripts need it: ask this of images that are to have"
                  + " none, and allow others by name.");

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "ksh", "zsh", "busybox");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Allowing defaults() {
    return Allowing.NOTHING;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    String fix = fix(files);
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix))
        .in(ToolGroups.presentIn(files).of(FileClass.SHELL));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(FileFacts files) {
    String last =
        "COPY the application into a last stage FROM a distroless base, or scratch with CA"
            + " certificates and tzdata";
    String use = useAtStart(files.programs().started());
    if (use.isEmpty()) {
      use =
          files.programs().interpreters().stream()
              .filter(i -> isShell(i.program()))
              .findFirst()
              .map(Shell::use)
              .orElse("");
    }
    return use.isEmpty() ? last : use + "; then " + last;
  }

  /// What to change first where the container starts through a shell.
  private static String useAtStart(List<Started> started) {
    for (int i = 0; i < started.size(); i++) {
      Started file = started.get(i);
      if (isShell(file.name()) || (file.path() != null && isShell(file.path()))) {
        return file.role() == Role.INTERPRETER && i > 0
            ? "first replace the script "
                + started.get(i - 1).name()
                + ", which the container starts and "
                + file.name()
                + " runs"
            : "first write ENTRYPOINT and CMD in exec form, as a JSON list, since the container"
                + " starts through "
                + file.name();
      }
    }
    return "";
  }

  private static String use(Interpreter interpreter) {
    return "first see whether the application runs "
        + interpreter.example()
        + ", a script that needs "
        + interpreter.program();
  }

  private static boolean isShell(String path) {
    return SHELLS.contains(path.substring(path.lastIndexOf('/') + 1));
  }
}
