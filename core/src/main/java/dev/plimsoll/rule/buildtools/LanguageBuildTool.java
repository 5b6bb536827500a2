package dev.plimsoll.rule.buildtools;

import static java.util.stream.Collectors.toSet;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.ToolGroups;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// `language-build-tool`: what builds an application or installs its dependencies is there when it
/// runs: poetry, pip-tools, Maven, Gradle, cargo; pip, setuptools and wheel; one finding per layer
/// and kind.
///
/// Programs and Python's own records decide, so a copied `site-packages` is looked into, too. pip,
/// setuptools and wheel that came with the base or the interpreter are advice; what an installed
/// package requires to run stays.
public final class LanguageBuildTool implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("language-build-tool", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries poetry, pip, Maven, Gradle, cargo or another tool like them.")
          .because("Nothing is built or installed at run time, and these bring packages along.")
          .mendedBy("Install in a build stage and COPY --from it the dependencies alone.")
          .practice("Build tools don't need to ship to production: poetry, pip, setuptools, wheel.")
          .wrongFor(
              "Applications that install plugins as they run, or use a tool as a library: allow the"
                  + " package by name.");

  private static final Pattern PYTHON = Pattern.compile(".*/bin/python3?(?:\\.\\d+)?");

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
    ToolGroups present = ToolGroups.presentIn(files);
    RequiredPackages required = RequiredPackages.in(files);
    Set<FileGroup> builders =
        present.where(group -> isBuilder(group) && !isRequired(group, required));
    Set<FileGroup> installers =
        present.where(group -> isInstaller(group) && !isRequired(group, required));
    Set<Integer> interpreters = layersOfPython(files);
    List<Finding> findings =
        new ArrayList<>(
            LayerFindings.of(DESCRIPTION, facts)
                .finishing(finding -> finding.mendedBy(fix(facts, finding)))
                .in(builders));
    Set<FileGroup> others = new HashSet<>(installers);
    others.removeAll(builders);
    findings.addAll(
        LayerFindings.of(DESCRIPTION, facts)
            .finishing(finding -> installer(facts, finding, interpreters))
            .in(others));
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  /// In npm's trees only those that are no part of an application.
  private static boolean isBuilder(FileGroup group) {
    PackageName owner = group.owner();
    if (owner != null && InstalledTools.isBuilder(owner)) {
      return true;
    }
    return group.fileClass() == FileClass.LANGUAGE_BUILD_TOOL
        && (owner == null || owner.ecosystem() != Ecosystem.NPM);
  }

  private static boolean isInstaller(FileGroup group) {
    return group.owner() != null && InstalledTools.isInstaller(group.owner());
  }

  private static boolean isRequired(FileGroup group, RequiredPackages required) {
    return group.owner() != null
        && group.owner().ecosystem() == Ecosystem.PYTHON
        && required.has(group.owner());
  }

  /// The layers that bring a Python which no package owns, as its official images do.
  private static Set<Integer> layersOfPython(FileFacts files) {
    return files.programs().programs().stream()
        .filter(program -> PYTHON.matcher(program.path()).matches())
        .map(Program::layer)
        .collect(toSet());
  }

  private static Finding installer(Facts facts, Finding finding, Set<Integer> interpreters) {
    boolean withInterpreter =
        finding.blame().layer() != null && interpreters.contains(finding.blame().layer().number());
    if (finding.blame().origin() == Origin.BASE || withInterpreter) {
      return finding
          .as(Severity.ADVICE)
          .mendedBy(
              "start the last stage FROM a base without them, such as a distroless Python, or COPY"
                  + " the interpreter without its site-packages");
    }
    boolean copied =
        finding.blame().instruction() != null
            && finding.blame().instruction().text().startsWith("COPY");
    return finding.mendedBy(
        copied
            ? Mending.place(finding)
                + "copy a directory made with pip install --target, or a virtual environment made"
                + " --without-pip, which has no "
                + finding.what()
            : fix(facts, finding) + "; in a virtual environment, make it --without-pip");
  }

  private static String fix(Facts facts, Finding finding) {
    return finding.isOfBase()
        ? Mending.slimmerBase(facts, "build tool for its language")
        : Mending.leavingOut(finding)
            + "; use it in a build stage and COPY --from that only what it built or installed";
  }
}
