package dev.plimsoll.prediction;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.prediction.need.Dependencies;
import dev.plimsoll.prediction.need.Fate;
import dev.plimsoll.prediction.need.Work;
import dev.plimsoll.rule.Removable;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides for each file group whether it goes under a plan, and how surely.
final class Sorting {
  /// What builds leave behind and nothing reads.
  private static final Set<FileClass> LEFT_BEHIND =
      EnumSet.of(
          FileClass.APT_LISTS,
          FileClass.APT_ARCHIVES,
          FileClass.APK_CACHE,
          FileClass.YUM_CACHE,
          FileClass.PIP_CACHE,
          FileClass.NPM_CACHE,
          FileClass.YARN_CACHE,
          FileClass.GEM_CACHE,
          FileClass.MAVEN_REPOSITORY,
          FileClass.GRADLE_CACHE,
          FileClass.GO_BUILD_CACHE,
          FileClass.CARGO_REGISTRY,
          FileClass.COMPOSER_CACHE,
          FileClass.VCS_DIRECTORY,
          FileClass.DOCKERIGNORE_LEFTOVER,
          FileClass.TEST_CACHE,
          FileClass.LOG);

  /// What of an application's own files no application reads.
  private static final Set<FileClass> OWN_LEFTOVERS =
      EnumSet.of(
          FileClass.BUILD_LEFTOVER,
          FileClass.CORE_DUMP,
          FileClass.APPLICATION_TESTS,
          FileClass.APPLICATION_DOCS);

  /// What only building needs.
  private static final Set<FileClass> WORKSHOP =
      EnumSet.of(
          FileClass.COMPILER,
          FileClass.VERSION_CONTROL,
          FileClass.BUILD_SYSTEM,
          FileClass.LANGUAGE_BUILD_TOOL,
          FileClass.JDK);

  /// An interpreter's own headers are fewer.
  private static final Bytes FEW_HEADERS = Bytes.ofMebi(5);

  private final Plan plan;
  private final Dependencies dependencies;
  private final Work work;
  private final Places places;
  private final RemovalSet asked;
  private final boolean pythonStays;
  private final boolean packagesAdded;
  private final Set<Integer> withHeaders;

  Sorting(Ground ground, Plan plan, RemovalSet asked) {
    FileFacts files = ground.files();
    this.plan = plan;
    this.dependencies = ground.dependencies();
    this.work = ground.work();
    this.asked = asked;
    this.places = ground.places();
    this.pythonStays =
        plan.likely().stream().anyMatch(name -> name.name().contains("python"))
            || files.packages().stream()
                .noneMatch(
                    each ->
                        each.name().ecosystem().isOperatingSystem()
                            && each.name().name().contains("python"));
    this.withHeaders =
        files.groups().stream()
            .filter(group -> group.owner() == null && group.present())
            .filter(group -> group.fileClass() == FileClass.HEADER)
            .filter(group -> group.disk().isMoreThan(FEW_HEADERS))
            .map(FileGroup::layer)
            .collect(Collectors.toSet());
    this.packagesAdded = files.groups().stream().anyMatch(this::isAddedPackage);
  }

  /// Whether the group stays as a package on top of the base.
  private boolean isAddedPackage(FileGroup group) {
    PackageName owner = group.owner();
    return owner != null
        && owner.ecosystem().isOperatingSystem()
        && group.present()
        && (!plan.isBase(group.layer()) || plan.sibling() != null)
        && !plan.fateOf(owner).goes();
  }

  Fate of(FileGroup group) {
    if (plan.isBase(group.layer()) && !plan.rebuilt()) {
      return Fate.STAYS;
    }
    if (!group.present() || asked.has(group)) {
      return Fate.GOES;
    }
    PackageName owner = group.owner();
    if (owner == null) {
      return plan.isBase(group.layer()) ? ofTheBase(group) : ofTheApplication(group);
    }
    return owner.ecosystem().isOperatingSystem()
        ? ofTheSystem(group, owner)
        : ofALanguage(group, owner);
  }

  private Fate ofTheSystem(FileGroup group, PackageName owner) {
    Fate fate = plan.fateOf(owner);
    boolean documentation = plan.rebuilt() && Removable.DOCUMENTATION.contains(group.fileClass());
    return documentation ? Fate.GOES : fate;
  }

  private Fate ofALanguage(FileGroup group, PackageName owner) {
    if (places.isOfAToolChain(group)) {
      return Fate.GOES;
    }
    if (plan.isBase(group.layer())) {
      return plan.sibling() != null
              || plan.rung() == Rung.SCRATCH
              || WORKSHOP.contains(group.fileClass())
              || work.brings(owner, FileClass.COMPILER)
          ? Fate.GOES
          : Fate.STAYS;
    }
    Fate fate = dependencies.fateOf(owner);
    boolean compiled = owner.ecosystem() == Ecosystem.GO || owner.ecosystem() == Ecosystem.CARGO;
    return plan.rung() == Rung.SCRATCH && !compiled && !fate.goes() ? Fate.LIKELY_STAYS : fate;
  }

  private Fate ofTheBase(FileGroup group) {
    FileClass fileClass = group.fileClass();
    if (plan.sibling() != null
        || plan.rung() == Rung.SCRATCH
        || WORKSHOP.contains(fileClass)
        || LEFT_BEHIND.contains(fileClass)
        || places.isOfAToolChain(group)) {
      return Fate.GOES;
    }
    if (isManyHeaders(group)) {
      return Fate.LIKELY_GOES;
    }
    if (fileClass == FileClass.BYTECODE) {
      return ofBytecode();
    }
    if (plan.rung() == Rung.DISTROLESS) {
      return Places.isRecords(group) ? Fate.GOES : Fate.LIKELY_STAYS;
    }
    return Fate.STAYS;
  }

  private boolean isManyHeaders(FileGroup group) {
    return group.fileClass() == FileClass.HEADER && withHeaders.contains(group.layer());
  }

  /// Distroless images unpack packages and never run what makes bytecode of them.
  private Fate ofBytecode() {
    if (!pythonStays) {
      return Fate.GOES;
    }
    return plan.rung() == Rung.DISTROLESS ? Fate.LIKELY_GOES : Fate.STAYS;
  }

  private Fate ofTheApplication(FileGroup group) {
    FileClass fileClass = group.fileClass();
    if (LEFT_BEHIND.contains(fileClass)
        || WORKSHOP.contains(fileClass)
        || OWN_LEFTOVERS.contains(fileClass)
        || places.isOfAToolChain(group)) {
      return Fate.GOES;
    }
    if (fileClass == FileClass.DEBUG_TOOL || isManyHeaders(group)) {
      return Fate.LIKELY_GOES;
    }
    if (Places.isRecords(group) && fileClass == FileClass.OTHER && !packagesAdded) {
      return Fate.LIKELY_GOES;
    }
    if (plan.rung() == Rung.SCRATCH) {
      return Places.isSource(group) ? Fate.LIKELY_GOES : Fate.LIKELY_STAYS;
    }
    return Fate.STAYS;
  }
}
