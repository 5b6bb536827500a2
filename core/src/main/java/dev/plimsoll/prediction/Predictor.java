package dev.plimsoll.prediction;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.prediction.need.Closure;
import dev.plimsoll.prediction.need.Fate;
import dev.plimsoll.prediction.need.Installed;
import dev.plimsoll.prediction.need.Roots;
import dev.plimsoll.prediction.need.Work;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Removable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  private final Ground ground;
  private final Facts facts;
  private final FileFacts files;
  private final Installed installed;
  private final Map<Rung, Facts> siblings;
  private final RemovalSet asked;

  private Predictor(Ground ground, Map<Rung, Facts> siblings, RemovalSet asked) {
    this.ground = ground;
    this.facts = ground.facts();
    this.files = ground.files();
    this.installed = ground.installed();
    this.siblings = Map.copyOf(siblings);
    this.asked = asked;
  }

  /// For an image whose files were read.
  public static Predictor of(Facts facts) {
    return new Predictor(Ground.of(facts), Map.of(), RemovalSet.NONE);
  }

  /// With a slimmer variant of the base, whose files were read, to stand in the base's place: one
  /// with a shell is slim, one without is distroless.
  public Predictor on(Facts sibling) {
    FileFacts there = sibling.files().orElseThrow();
    boolean shell =
        there.groups().stream()
            .anyMatch(group -> group.present() && group.fileClass() == FileClass.SHELL);
    Map<Rung, Facts> more = new EnumMap<>(Rung.class);
    more.putAll(siblings);
    more.put(shell ? Rung.SLIM : Rung.DISTROLESS, sibling);
    return new Predictor(ground, more, asked);
  }

  /// With what else goes when these findings are fixed.
  public Predictor fixing(List<Finding> findings) {
    return new Predictor(ground, siblings, asked.union(RemovalSet.of(findings)));
  }

  /// The prediction for the rung that the image should stand on.
  public Prediction predict() {
    if (!isFull()) {
      return at(Rung.AS_IS);
    }
    return at(ground.start().obstacleToScratch() == null ? Rung.SCRATCH : Rung.SLIM);
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
    String shell = ground.start().obstacleToDistroless();
    if (shell == null && installed.isEmpty()) {
      shell = "it has no packages of an operating system to leave out";
    }
    steps.add(shell == null ? Step.to(at(Rung.DISTROLESS)) : Step.hindered(Rung.DISTROLESS, shell));
    String loader = ground.start().obstacleToScratch();
    steps.add(loader == null ? Step.to(at(Rung.SCRATCH)) : Step.hindered(Rung.SCRATCH, loader));
    return List.copyOf(steps);
  }

  /// Whether there is a slimmer base to go to: one that is known, or what any full base has.
  private boolean isFull() {
    int base = facts.base().layers();
    Facts slim = siblings.get(Rung.SLIM);
    Bytes pull =
        facts.layers().stream()
            .filter(layer -> layer.number() <= base)
            .map(Layer::pullSize)
            .reduce(Bytes.NONE, Bytes::plus);
    return (slim != null && pull.isMoreThan(slim.pullSize()))
        || Finding.diskSizeOf(Removable.in(files).baggageUpTo(base)).isMoreThan(FULL);
  }

  private Prediction at(Rung rung) {
    Roots roots = ground.roots(withBase(rung));
    Plan plan = plan(rung, roots);
    Sorting sorting = new Sorting(ground, plan, asked);
    Addition addition = new Addition(facts, plan, roots, installed);
    Set<FileGroup> removed = new HashSet<>();
    for (FileGroup group : files.groups()) {
      Fate fate = sorting.of(group);
      addition.add(group, fate);
      if (fate.goes()) {
        removed.add(group);
      }
    }
    Facts sibling = siblings.get(rung);
    if (plan.sibling() != null && sibling != null) {
      addition.addBase(sibling);
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
    return rung != Rung.SCRATCH && !siblings.containsKey(rung);
  }

  private Plan plan(Rung rung, Roots roots) {
    int base = facts.base().layers();
    return switch (rung) {
      case AS_IS -> {
        Set<PackageName> there = namesUpTo(base);
        yield plan(rung, roots, there, null);
      }
      case SLIM ->
          siblings.containsKey(rung)
              ? plan(rung, roots, Set.of(), siblingsPackages(rung))
              : plan(rung, roots, roots.system(), null);
      case DISTROLESS -> distroless(roots);
      case SCRATCH ->
          new Plan(rung, base, true, Set.of(), Set.of(), Set.of(), null, new TreeSet<>());
    };
  }

  private Plan plan(
      Rung rung, Roots roots, Set<PackageName> system, @Nullable Set<PackageName> other) {
    Closure likely = Closure.of(installed, Roots.both(roots.likely(), system));
    return new Plan(
        rung,
        facts.base().layers(),
        rung != Rung.AS_IS,
        Closure.of(installed, Roots.both(roots.sure(), system)).packages(),
        likely.packages(),
        Closure.of(installed, Roots.both(roots.possible(), system)).packages(),
        other,
        likely.unmet());
  }

  private Plan distroless(Roots roots) {
    Set<PackageName> common =
        installed.names().stream()
            .filter(name -> COMMON.contains(name.name()))
            .collect(Collectors.toSet());
    Closure likely = shellless(roots.likely());
    return new Plan(
        Rung.DISTROLESS,
        facts.base().layers(),
        true,
        Roots.both(shellless(roots.sure()).packages(), common),
        Roots.both(likely.packages(), common),
        Roots.both(shellless(roots.possible()).packages(), common),
        siblings.containsKey(Rung.DISTROLESS) ? siblingsPackages(Rung.DISTROLESS) : null,
        likely.unmet());
  }

  /// The closure that leaves out shells, package managers and what only they need.
  private Closure shellless(Set<PackageName> roots) {
    return Closure.of(
        installed,
        roots,
        name ->
            !ground.work().brings(name, FileClass.SHELL)
                && !ground.work().brings(name, FileClass.PACKAGE_MANAGER)
                && !SCRIPTING.contains(name.name())
                && ground.work().of(name) == Work.Kind.RUNNING);
  }

  private Set<PackageName> namesUpTo(int base) {
    return installed.names().stream()
        .filter(name -> installed.layerOf(name) <= base || installed.wasReplaced(name))
        .collect(Collectors.toSet());
  }

  private Set<PackageName> siblingsPackages(Rung rung) {
    return Optional.ofNullable(siblings.get(rung))
        .flatMap(Facts::files)
        .map(slim -> Installed.in(slim).names())
        .orElse(Set.of());
  }

  private SortedSet<PackageName> removedPackages(Plan plan) {
    SortedSet<PackageName> removed = new TreeSet<>();
    Set<PackageName> there = siblingsPackages(plan.rung());
    for (InstalledPackage each : files.packages()) {
      boolean goes =
          each.name().ecosystem().isOperatingSystem()
              ? plan.fateOf(each.name()).goes()
                  && (plan.sibling() == null || !there.contains(each.name()))
              : ground.dependencies().fateOf(each.name()).goes();
      if (each.present() && goes) {
        removed.add(each.name());
      }
    }
    return removed;
  }
}
