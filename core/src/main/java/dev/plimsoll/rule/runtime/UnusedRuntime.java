package dev.plimsoll.rule.runtime;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Dependencies;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.ToolGroups;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// `unused-runtime`: a language's runtime was added that nothing in the image reaches; one finding
/// per language and layer above the base.
///
/// Used is what the container starts, the interpreter of a script, a library that a program is
/// linked with, and what a package of the system depends on. Where an entrypoint script may call
/// anything, or packages of the language are there, it is advice.
public final class UnusedRuntime implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("unused-runtime", Family.RUNTIME, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the runtime of a language that nothing in it uses.")
          .because("A second runtime is often larger than the application, with its own flaws.")
          .mendedBy("Leave it out of the last stage; build with it in a stage of its own.")
          .practice("One process, one runtime: leave out what the application never calls.")
          .wrongFor(
              "Applications that call another language's programs as subprocesses: allow the package"
                  + " by name, or set this rule to Warn, as the profiles do.");

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
    Dependencies dependencies = Dependencies.in(files);
    List<Finding> findings = new ArrayList<>();
    for (LanguageRuntime runtime : LanguageRuntime.values()) {
      Set<FileGroup> groups = groups(facts, files, runtime);
      List<Program> copied = copied(facts, files, runtime);
      RuntimeUse use = new RuntimeUse(files, dependencies, runtime);
      if ((!groups.isEmpty() || !copied.isEmpty()) && !use.isCertain()) {
        Severity severity = use.isPossible() ? Severity.ADVICE : Severity.MEDIUM;
        findings.addAll(
            LayerFindings.of(DESCRIPTION, facts)
                .finishing(finding -> finding.as(severity).mendedBy(fix(finding, runtime)))
                .in(groups));
        copied.forEach(program -> findings.add(copied(facts, program, runtime, severity)));
      }
    }
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  /// The runtime's packages above the base, and Java's directories; none where the base brings the
  /// runtime itself.
  private static Set<FileGroup> groups(Facts facts, FileFacts files, LanguageRuntime runtime) {
    boolean added =
        files.packages().stream()
            .filter(InstalledPackage::present)
            .anyMatch(one -> runtime.isCore(one.name()) && isAdded(facts, one.layer()));
    return ToolGroups.presentIn(files)
        .where(
            group ->
                group.owner() == null
                    ? runtime == LanguageRuntime.JAVA && isOfJava(group.fileClass())
                    : added && runtime.hasPackage(group.owner()))
        .stream()
        .filter(group -> isAdded(facts, group.layer()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isOfJava(FileClass fileClass) {
    return fileClass == FileClass.JAVA_RUNTIME || fileClass == FileClass.JDK;
  }

  /// Programs that run the language and belong to no package; how much came with them is not told.
  private static List<Program> copied(Facts facts, FileFacts files, LanguageRuntime runtime) {
    return runtime == LanguageRuntime.JAVA
        ? List.of()
        : files.programs().programs().stream()
            .filter(program -> program.owner() == null && runtime.isProgram(program.path()))
            .filter(program -> isAdded(facts, program.layer()))
            .toList();
  }

  private static Finding copied(
      Facts facts, Program program, LanguageRuntime runtime, Severity severity) {
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.Observed(), program.path())
            .as(severity)
            .blaming(facts, program.layer())
            .showing(List.of(new Evidence(program.path(), Bytes.NONE)));
    return finding.mendedBy(fix(finding, runtime));
  }

  private static boolean isAdded(Facts facts, int layer) {
    return facts.base().originOf(layer) != Origin.BASE;
  }

  private static String fix(Finding finding, LanguageRuntime runtime) {
    return Mending.leavingOut(finding)
        + "; nothing that the container starts is seen to use "
        + runtime.title();
  }
}
