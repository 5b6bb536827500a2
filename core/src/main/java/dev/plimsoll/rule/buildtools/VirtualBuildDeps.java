package dev.plimsoll.rule.buildtools;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Dependencies;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `virtual-build-deps`: a virtual package of apk (`apk add --virtual .build-deps`) that holds
/// what builds is still installed; one finding per layer that brings what goes with it.
///
/// What it holds decides, not what it is called: compilers, build systems and headers.
/// `.python-rundeps` and its like, which hold libraries, stay. Of what it needs, that goes
/// which nothing else needs.
public final class VirtualBuildDeps implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("virtual-build-deps", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("A virtual package of apk that holds build tools is still installed.")
          .because("It was given a name so that it could be removed when the build is done.")
          .mendedBy("Add it, build, and apk del it in one and the same RUN instruction.")
          .practice("Remove build dependencies in the instruction that installs them.")
          .wrongFor("Images made to build in: allow its packages, or give them a policy.");

  private static final Set<FileClass> BUILDING =
      EnumSet.of(FileClass.COMPILER, FileClass.BUILD_SYSTEM, FileClass.HEADER);

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
    Set<PackageName> building = owners(files);
    Set<PackageName> virtual =
        dependencies.all().stream()
            .filter(VirtualBuildDeps::isVirtual)
            .filter(name -> dependencies.neededBy(name).stream().anyMatch(building::contains))
            .collect(toUnmodifiableSet());
    Set<PackageName> unneeded = unneededWithout(virtual, dependencies);
    String names = String.join(" ", virtual.stream().map(PackageName::name).sorted().toList());
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(facts, finding, names)))
        .in(ToolGroups.presentIn(files).ownedBy(unneeded::contains));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  /// Only virtual packages may have such a name.
  private static boolean isVirtual(PackageName name) {
    return name.ecosystem() == Ecosystem.APK && name.name().startsWith(".");
  }

  private static Set<PackageName> owners(FileFacts files) {
    Set<PackageName> owners = new HashSet<>();
    for (FileGroup group : files.groups()) {
      if (group.present() && group.owner() != null && BUILDING.contains(group.fileClass())) {
        owners.add(group.owner());
      }
    }
    return owners;
  }

  private static Set<PackageName> unneededWithout(
      Set<PackageName> virtual, Dependencies dependencies) {
    Set<PackageName> unneeded = new HashSet<>(dependencies.reachedFrom(virtual));
    Set<PackageName> roots = new HashSet<>(dependencies.manual());
    if (roots.isEmpty()) {
      roots.addAll(dependencies.all());
      roots.removeAll(unneeded);
    }
    roots.removeAll(virtual);
    unneeded.removeAll(dependencies.reachedFrom(roots));
    return unneeded;
  }

  private static String fix(Facts facts, Finding finding, String names) {
    return finding.isOfBase()
        ? Mending.slimmerBase(facts, names + " installed")
        : Mending.place(finding) + "append && apk del " + names;
  }
}
