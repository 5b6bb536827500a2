package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `jdk`: a Java development kit is there where a runtime would do; one finding per layer that put
/// one there.
///
/// Its modules (`jmods`) and the signatures that javac compiles against (`lib/ct.sym`) decide,
/// which no runtime has. The whole directory counts, or the whole package; what a runtime keeps of
/// the directory is not among what can be saved.
public final class Jdk implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("jdk", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries a Java development kit where a runtime would do.")
          .because("A compiler and its modules serve nobody who runs a jar.")
          .mendedBy("Start the last stage FROM a JRE, or make a runtime with jlink.")
          .practice(
              "Separate build time from run time; one of the articles recommends a JDK base all the"
                  + " same.")
          .wrongFor(
              "Applications that compile JSPs, and tools that attach to other processes: set this"
                  + " rule to Warn, as the profiles do, or allow the package.");

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
    Set<FileGroup> groups = new HashSet<>(ToolGroups.presentIn(files).where(Jdk::isTelling));
    Set<Integer> layers = new HashSet<>();
    groups.stream().filter(g -> g.owner() == null).map(FileGroup::layer).forEach(layers::add);
    files.groups().stream()
        .filter(group -> group.present() && group.owner() == null)
        .filter(group -> layers.contains(group.layer()))
        .filter(group -> isOfADirectory(group.fileClass()))
        .forEach(groups::add);
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finished(facts, finding))
        .in(groups);
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static boolean isOfADirectory(FileClass fileClass) {
    return fileClass == FileClass.JDK || fileClass == FileClass.JAVA_RUNTIME;
  }

  /// The compiler or the modules it links tell: a runtime made with jlink may have some tools,
  /// and Debian's JRE has the compiler's symbols.
  private static boolean isTelling(FileGroup group) {
    String part =
        switch (group.fileClass()) {
          case JDK -> "/jmods/";
          case COMPILER -> "/bin/javac";
          default -> null;
        };
    return part != null
        && group.largest().stream().map(SizedPath::path).anyMatch(path -> path.contains(part));
  }

  private static Finding finished(Facts facts, Finding finding) {
    List<FileGroup> freed =
        finding.reclaimable().stream()
            .filter(group -> group.fileClass() != FileClass.JAVA_RUNTIME || group.owner() != null)
            .toList();
    return finding.freeing(freed).mendedBy(fix(facts, finding));
  }

  private static String fix(Facts facts, Finding finding) {
    String name = facts.base().name();
    if (finding.isOfBase()) {
      return name != null && name.contains("jdk")
          ? "start the last stage FROM " + name.replace("jdk", "jre") + " in place of " + name
          : "start the last stage FROM the JRE variant of the base";
    }
    String jdk = Evidences.names(finding.evidence());
    return jdk.contains("-jdk")
        ? Mending.place(finding) + "install " + jdk.replace("-jdk", "-jre") + " in place of " + jdk
        : Mending.place(finding) + "use a JRE, or COPY --from a build stage what jlink made";
  }
}
