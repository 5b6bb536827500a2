package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `repull-cost`: dependencies are installed above the layer that holds the application's sources,
/// so every change of code makes every node pull them again.
///
/// The first COPY or ADD that brings sources, as its files tell, is the boundary; of the RUN
/// layers above it the files of packages that they installed count, compressed. What the
/// application itself is built into does not.
public final class RepullCost implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("repull-cost", Family.BUILD_PRACTICE, Severity.ADVICE, Depth.FILES)
          .refuses("Dependencies lie in layers above the application's sources.")
          .because(
              "A layer is made anew when one below it changes, so each change of code is a build, a push"
                  + " and a pull of all dependencies.")
          .mendedBy(
              "Copy the files that name the dependencies, install them, and copy the sources last.")
          .practice("Put what changes least at the top of a Dockerfile, and copy sources last.")
          .wrongFor(
              "Images whose sources hardly ever change, and dependencies that are made of the sources:"
                  + " raise the limit.");

  private static final Set<FileClass> DOWNLOADS =
      EnumSet.of(
          FileClass.PIP_CACHE,
          FileClass.NPM_CACHE,
          FileClass.YARN_CACHE,
          FileClass.GEM_CACHE,
          FileClass.MAVEN_REPOSITORY,
          FileClass.GRADLE_CACHE,
          FileClass.GO_BUILD_CACHE,
          FileClass.CARGO_REGISTRY,
          FileClass.COMPOSER_CACHE);

  private static final int SHOWN = 50;

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(20);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    OwnLayers own = OwnLayers.of(facts);
    if (own.untold().isPresent()) {
      return List.of(Finding.unmeasured(DESCRIPTION, own.untold().get()));
    }
    Optional<Layer> sources =
        own.layers().stream()
            .filter(layer -> ApplicationSource.isIn(layer, own.groupsOf(layer)))
            .findFirst();
    return sources.stream().flatMap(layer -> finding(own, layer).stream()).toList();
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return finding.measure() instanceof Measure.PullSize(Bytes size)
            && size.isMoreThan(parameters.max())
        ? new Judgement.Beyond(
            size + " pulled again for every code change", parameters.max().toString())
        : new Judgement.Within();
  }

  private static Optional<Finding> finding(OwnLayers own, Layer sources) {
    Map<Integer, List<FileGroup>> dependencies = new TreeMap<>();
    for (Layer layer : own.layers()) {
      if (layer.number() > sources.number() && OwnLayers.text(layer).startsWith("RUN ")) {
        List<FileGroup> installed = dependenciesOf(own, layer);
        if (!installed.isEmpty()) {
          dependencies.put(layer.number(), installed);
        }
      }
    }
    if (dependencies.isEmpty()) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    dependencies.forEach(
        (layer, groups) ->
            evidence.add(new Evidence("layer " + layer, Finding.pullSizeOf(groups))));
    Bytes again = evidence.stream().map(Evidence::bytes).reduce(Bytes.NONE, Bytes::plus);
    return Optional.of(
        Finding.of(
                DESCRIPTION,
                new Measure.PullSize(again),
                "%s of dependencies above the sources in layer %d"
                    .formatted(again, sources.number()))
            .blaming(own.facts(), sources.number())
            .showing(evidence)
            .mendedBy(fix(own, sources, dependencies)));
  }

  /// The files of packages that a layer installed, and what it downloaded of them.
  private static List<FileGroup> dependenciesOf(OwnLayers own, Layer layer) {
    Set<PackageName> installed = new HashSet<>();
    for (InstalledPackage each : own.facts().files().orElseThrow().packages()) {
      if (each.layer() == layer.number()) {
        installed.add(each.name());
      }
    }
    return own.groupsOf(layer).stream()
        .filter(
            group ->
                DOWNLOADS.contains(group.fileClass())
                    || (group.owner() != null && installed.contains(group.owner())))
        .toList();
  }

  private static String fix(
      OwnLayers own, Layer sources, Map<Integer, List<FileGroup>> dependencies) {
    List<String> order = new ArrayList<>();
    dependencies.forEach(
        (number, groups) -> {
          String run = shown(own.facts().layer(number));
          String manifests = manifests(groups, run);
          if (!manifests.isEmpty()) {
            order.add("COPY " + manifests + " ./");
          }
          order.add(run);
        });
    order.add(shown(sources));
    return "write them in this order: " + String.join("; ", order);
  }

  private static String shown(Layer layer) {
    return new Instruction(OwnLayers.text(layer)).abbreviated(SHOWN);
  }

  /// The files that name the dependencies of these ecosystems, as far as the command tells which.
  private static String manifests(List<FileGroup> groups, String run) {
    Set<Ecosystem> ecosystems = EnumSet.noneOf(Ecosystem.class);
    groups.stream()
        .filter(group -> group.owner() != null)
        .forEach(group -> ecosystems.add(group.owner().ecosystem()));
    return ecosystems.stream()
        .map(ecosystem -> manifest(ecosystem, run))
        .filter(names -> !names.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(" "));
  }

  private static String manifest(Ecosystem ecosystem, String run) {
    return switch (ecosystem) {
      case DPKG, APK, RPM -> "";
      case PYTHON ->
          run.contains("poetry")
              ? "pyproject.toml poetry.lock"
              : run.contains("pipenv")
                  ? "Pipfile Pipfile.lock"
                  : run.contains("uv ") ? "pyproject.toml uv.lock" : "requirements.txt";
      case NPM ->
          run.contains("pnpm")
              ? "package.json pnpm-lock.yaml"
              : run.contains("yarn") ? "package.json yarn.lock" : "package.json package-lock.json";
      case GEM -> "Gemfile Gemfile.lock";
      case MAVEN -> run.contains("gradle") ? "build.gradle settings.gradle" : "pom.xml";
      case GO -> "go.mod go.sum";
      case CARGO -> "Cargo.toml Cargo.lock";
      case COMPOSER -> "composer.json composer.lock";
    };
  }
}
