package dev.plimsoll.prediction;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Removable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Predicts what one image will weigh once it is fixed; sees that image, and a slimmer sibling of
/// its base where the caller has one.
public final class Predictor {
  /// A base that holds more than this of what no application needs is a full one.
  private static final Bytes FULL = Bytes.ofMebi(30);

  private static final Set<String> SCRIPTING =
      Set.of("debconf", "perl-base", "init-system-helpers");
  private static final Set<String> COMMON = Set.of("ca-certificates", "netbase", "tzdata");

  private final Facts facts;
  private final FileFacts files;
  private final @Nullable Facts sibling;
  private final RemovalSet asked;
  private final Installed installed;
  private final Work work;
  private final Dependencies dependencies;
  private final Start start;

  private Predictor(Facts facts, @Nullable Facts sibling, RemovalSet asked) {
    this.facts = facts;
    this.files = facts.files().orElseThrow();
    this.sibling = sibling;
    this.asked = asked;
    this.installed = Installed.in(files);
    this.work = Work.in(files, installed);
    this.start = Start.of(files);
    Set<PackageName> started =
        files.programs().started().stream()
            .map(each -> each.owner())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    this.dependencies = Dependencies.of(files.packages(), facts.base().layers(), started);
  }

  /// For an image whose files were read.
  public static Predictor of(Facts facts) {
    return new Predictor(facts, null, RemovalSet.NONE);
  }

  /// With a slim variant of the base, whose files were read, to stand in the base's place.
  public Predictor on(Facts slim) {
    return new Predictor(facts, slim.files().isPresent() ? slim : null, asked);
  }

  /// With what else goes when these findings are fixed.
  public Predictor fixing(List<Finding> findings) {
    return new Predictor(facts, sibling, asked.union(RemovalSet.of(findings)));
  }

  /// The prediction for the rung that the image should stand on.
  public Prediction predict() {
    if (!isFull()) {
      return at(Rung.AS_IS);
    }
    return at(start.obstacleToScratch() == null ? Rung.SCRATCH : Rung.SLIM);
  }

  /// The prediction for the image on the base that it has.
  public Prediction asItStands() {
    return at(Rung.AS_IS);
  }

  /// What the image would weigh on each rung, fullest first.
  public List<Step> ladder() {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.to(at(Rung.AS_IS)));
    steps.add(
        isFull()
            ? Step.to(at(Rung.SLIM))
            : Step.hindered(Rung.SLIM, "its base is no fuller than a slim one"));
    String shell = start.obstacleToDistroless();
    if (shell == null && installed.isEmpty()) {
      shell = "it has no packages of an operating system to leave out";
    }
    steps.add(shell == null ? Step.to(at(Rung.DISTROLESS)) : Step.hindered(Rung.DISTROLESS, shell));
    String loader = start.obstacleToScratch();
    steps.add(loader == null ? Step.to(at(Rung.SCRATCH)) : Step.hindered(Rung.SCRATCH, loader));
    return List.copyOf(steps);
  }

  private boolean isFull() {
    int base = facts.base().layers();
    return Finding.diskSizeOf(Removable.in(files).baggageUpTo(base)).isMoreThan(FULL);
  }

  private Prediction at(Rung rung) {
    Roots roots = new RootSearch(facts, installed, work, dependencies).roots(withBase(rung));
    Plan plan = plan(rung, roots);
    Sorting sorting = new Sorting(files, plan, dependencies, work, asked);
    Addition addition = new Addition(facts, plan, roots, installed);
    Set<FileGroup> removed = new HashSet<>();
    for (FileGroup group : files.groups()) {
      Fate fate = sorting.of(group);
      addition.add(group, fate);
      if (fate.goes()) {
        removed.add(group);
      }
    }
    if (plan.sibling() != null) {
      addition.addBase(Objects.requireNonNull(sibling));
    }
    Spread total = addition.total();
    return new Prediction(
        rung,
        addition.method(),
        total.pull(),
        total.disk(),
        new RemovalSet(removed),
        removedPackages(plan),
        addition.assumed());
  }

  private boolean withBase(Rung rung) {
    return rung != Rung.SCRATCH && !(rung == Rung.SLIM && sibling != null);
  }

  private Plan plan(Rung rung, Roots roots) {
    int base = facts.base().layers();
    return switch (rung) {
      case AS_IS -> {
        Set<PackageName> there = namesUpTo(base);
        yield plan(rung, roots, there, null);
      }
      case SLIM ->
          sibling == null
              ? plan(rung, roots, roots.system(), null)
              : plan(rung, roots, Set.of(), siblingsPackages());
      case DISTROLESS -> distroless(roots);
      case SCRATCH -> new Plan(rung, base, true, Set.of(), Set.of(), Set.of(), null);
    };
  }

  private Plan plan(
      Rung rung, Roots roots, Set<PackageName> system, @Nullable Set<PackageName> other) {
    return new Plan(
        rung,
        facts.base().layers(),
        rung != Rung.AS_IS,
        closure(Roots.both(roots.sure(), system)),
        closure(Roots.both(roots.likely(), system)),
        closure(Roots.both(roots.possible(), system)),
        other);
  }

  private Set<PackageName> closure(Set<PackageName> roots) {
    return Closure.of(installed, roots).packages();
  }

  private Plan distroless(Roots roots) {
    Set<PackageName> common =
        installed.names().stream()
            .filter(name -> COMMON.contains(name.name()))
            .collect(Collectors.toSet());
    return new Plan(
        Rung.DISTROLESS,
        facts.base().layers(),
        true,
        shellless(roots.sure(), common),
        shellless(roots.likely(), common),
        shellless(roots.possible(), common),
        null);
  }

  /// The closure that leaves out shells, package managers and what only they need.
  private Set<PackageName> shellless(Set<PackageName> roots, Set<PackageName> common) {
    Closure needed =
        Closure.of(
            installed,
            roots,
            name ->
                !work.brings(name, FileClass.SHELL)
                    && !work.brings(name, FileClass.PACKAGE_MANAGER)
                    && !SCRIPTING.contains(name.name())
                    && work.of(name) == Work.Kind.RUNNING);
    return Roots.both(needed.packages(), common);
  }

  private Set<PackageName> namesUpTo(int base) {
    return installed.names().stream()
        .filter(name -> installed.layerOf(name) <= base || installed.wasReplaced(name))
        .collect(Collectors.toSet());
  }

  private Set<PackageName> siblingsPackages() {
    return Optional.ofNullable(sibling)
        .flatMap(Facts::files)
        .map(slim -> Installed.in(slim).names())
        .orElse(Set.of());
  }

  private SortedSet<PackageName> removedPackages(Plan plan) {
    SortedSet<PackageName> removed = new TreeSet<>();
    Set<PackageName> there = siblingsPackages();
    for (InstalledPackage each : files.packages()) {
      boolean goes =
          each.name().ecosystem().isOperatingSystem()
              ? plan.fateOf(each.name()).goes()
                  && (plan.sibling() == null || !there.contains(each.name()))
              : dependencies.fateOf(each.name()).goes();
      if (each.present() && goes) {
        removed.add(each.name());
      }
    }
    return removed;
  }
}
