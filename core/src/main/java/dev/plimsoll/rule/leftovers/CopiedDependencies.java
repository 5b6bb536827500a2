package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.DependencyTree;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;

/// `copied-dependencies`: `node_modules` or a virtual environment was copied from the build context
/// instead of being installed; one finding per directory.
///
/// Advice where the history does not tell a copy from the context from one of another stage.
public final class CopiedDependencies implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("copied-dependencies", Family.LEFTOVERS, Severity.MEDIUM, Depth.FILES)
          .refuses("Installed dependencies were copied from the build context.")
          .because(
              "They were installed on somebody's machine, for its system and with its development"
                  + " tools, and hide what the image itself installs.")
          .mendedBy("List node_modules and .venv in .dockerignore, and install in the build.")
          .practice("Keep the build context clean with a .dockerignore: no node_modules, no .venv.")
          .wrongFor(
              "Pipelines that install outside of the build on purpose: raise max in a policy that"
                  + " matches their images.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.NEGLIGIBLE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return facts.files().orElseThrow().dependencyTrees().stream()
        .filter(CopiedDependencies::isInstalled)
        .filter(tree -> isSuspect(facts, tree.layer()))
        .map(tree -> finding(facts, tree))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "copied dependencies");
  }

  private static boolean isInstalled(DependencyTree tree) {
    return tree.kind() == DependencyTree.Kind.NODE_MODULES
        || tree.kind() == DependencyTree.Kind.VIRTUAL_ENVIRONMENT;
  }

  /// A copy of which nothing says that another stage made it.
  private static boolean isSuspect(Facts facts, int layer) {
    Instruction by = facts.layer(layer).instruction();
    return facts.base().originOf(layer) != Origin.BASE
        && by != null
        && (by.kind() == Instruction.Kind.COPY || by.kind() == Instruction.Kind.ADD)
        && by.origin() != Instruction.Origin.FROM_STAGE
        && by.origin() != Instruction.Origin.REMOTE;
  }

  private static Finding finding(Facts facts, DependencyTree tree) {
    String name = tree.root().substring(tree.root().lastIndexOf('/') + 1);
    Finding finding =
        Finding.of(DESCRIPTION, new Measure.DiskSize(tree.disk()), tree.root())
            .blaming(facts, tree.layer())
            .showing(List.of(new Evidence(tree.root(), tree.disk())));
    finding =
        finding.mendedBy(
            "%swrite **/%s into .dockerignore, and install in the build: %s"
                .formatted(
                    Mending.place(finding),
                    name,
                    tree.kind() == DependencyTree.Kind.NODE_MODULES
                        ? "RUN npm ci --omit=dev"
                        : "RUN pip install --no-cache-dir -r requirements.txt"));
    return CopiedGroups.isFromContext(facts, tree.layer()) ? finding : finding.as(Severity.ADVICE);
  }
}
