package dev.plimsoll.prediction;

import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Trait;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which of an application's dependencies only development and building need.
///
/// A lock file's flags decide where there are any. Else a known tool counts if no installed
/// package outside of such tools requires it, and with it goes what only such tools require.
final class Dependencies {
  private static final Map<Ecosystem, Set<String>> TOOLS = new EnumMap<>(Ecosystem.class);

  static {
    TOOLS.put(
        Ecosystem.PYTHON,
        Set.of(
            ("poetry poetry-core poetry-plugin-export pipenv pip-tools pdm hatch hatchling flit"
                    + " flit-core uv build twine tox nox virtualenv wheel setuptools pip"
                    + " setuptools-scm maturin scikit-build cython pytest pytest-cov pytest-mock"
                    + " pytest-asyncio pytest-django pytest-xdist coverage hypothesis mypy pyright"
                    + " flake8 pylint black isort ruff bandit autopep8 yapf pre-commit ipdb ipython"
                    + " debugpy pydevd pydevd-pycharm sphinx mkdocs django-debug-toolbar"
                    + " factory-boy faker notebook jupyterlab")
                .split(" ", -1)));
    TOOLS.put(
        Ecosystem.NPM,
        Set.of(
            ("typescript ts-node ts-node-dev tsx webpack webpack-cli webpack-dev-server vite rollup"
                    + " esbuild parcel gulp grunt jest mocha chai sinon ava vitest cypress"
                    + " playwright nyc c8 eslint prettier tslint standard nodemon husky lint-staged"
                    + " @babel/core @babel/cli @types/node supertest karma")
                .split(" ", -1)));
    TOOLS.put(Ecosystem.COMPOSER, Set.of("phpunit/phpunit", "phpstan/phpstan", "psalm/phar"));
    TOOLS.put(Ecosystem.GEM, Set.of("rspec", "rubocop", "pry", "byebug", "minitest", "debug"));
  }

  private final Map<PackageName, Fate> fates;

  private Dependencies(Map<PackageName, Fate> fates) {
    this.fates = fates;
  }

  /// Those that layers above `base` bring; `started` are files of packages that start.
  static Dependencies of(
      Collection<InstalledPackage> packages, int base, Set<PackageName> started) {
    Map<PackageName, Fate> fates = new HashMap<>();
    Map<Ecosystem, Map<String, Copies>> worlds = new EnumMap<>(Ecosystem.class);
    for (InstalledPackage each : packages) {
      Ecosystem ecosystem = each.name().ecosystem();
      if (each.present()
          && each.layer() > base
          && each.suppliedBy() == null
          && !ecosystem.isOperatingSystem()) {
        worlds
            .computeIfAbsent(ecosystem, _ -> new TreeMap<>())
            .computeIfAbsent(each.name().name(), _ -> new Copies())
            .add(each);
      }
    }
    worlds.forEach((ecosystem, world) -> decide(ecosystem, world, started, fates));
    return new Dependencies(fates);
  }

  /// What becomes of a package that the application brings.
  Fate fateOf(PackageName name) {
    return fates.getOrDefault(name, Fate.STAYS);
  }

  /// The packages that likely go.
  Set<PackageName> going() {
    Set<PackageName> going = new HashSet<>();
    fates.forEach(
        (name, fate) -> {
          if (fate.goes()) {
            going.add(name);
          }
        });
    return going;
  }

  private static void decide(
      Ecosystem ecosystem,
      Map<String, Copies> world,
      Set<PackageName> started,
      Map<PackageName, Fate> fates) {
    if (world.values().stream().anyMatch(copies -> copies.development > 0)) {
      world.forEach((name, copies) -> fates.put(new PackageName(ecosystem, name), copies.fate()));
      return;
    }
    Set<String> tools = tools(ecosystem, world);
    tools.removeIf(tool -> started.contains(new PackageName(ecosystem, tool)));
    if (tools.isEmpty()) {
      return;
    }
    Set<String> needed = needed(world);
    Set<String> roots = new HashSet<>(world.keySet());
    roots.removeIf(name -> tools.contains(name) || needed.contains(name));
    started.stream()
        .filter(name -> name.ecosystem() == ecosystem)
        .forEach(name -> roots.add(name.name()));
    Set<String> strays = strays(world, roots);
    roots.removeAll(strays);
    Set<String> kept = reach(world, roots);
    Set<String> ofTools = reach(world, tools);
    Set<String> ofStrays = reach(world, strays);
    for (String name : world.keySet()) {
      PackageName packageName = new PackageName(ecosystem, name);
      if (kept.contains(name)) {
        continue;
      }
      if (ofTools.contains(name) && !ofStrays.contains(name)) {
        boolean wanted = world.get(name).wanted && !tools.contains(name);
        fates.put(packageName, wanted ? Fate.LIKELY_GOES : Fate.GOES);
      } else if (ofStrays.contains(name)) {
        fates.put(packageName, Fate.LIKELY_STAYS);
      }
    }
  }

  /// Packages that came along and that nothing is known to ask for: extras, of the application's
  /// dependencies or of a tool.
  private static Set<String> strays(Map<String, Copies> world, Set<String> roots) {
    Set<String> strays = new HashSet<>(roots);
    strays.retainAll(those(world, copies -> copies.automatic));
    return strays;
  }

  private static Set<String> those(Map<String, Copies> world, Predicate<Copies> wanted) {
    Set<String> those = new HashSet<>();
    world.forEach(
        (name, copies) -> {
          if (wanted.test(copies)) {
            those.add(name);
          }
        });
    return those;
  }

  /// The known tools that nothing but tools requires.
  private static Set<String> tools(Ecosystem ecosystem, Map<String, Copies> world) {
    Set<String> tools = new HashSet<>(TOOLS.getOrDefault(ecosystem, Set.of()));
    tools.retainAll(world.keySet());
    Set<String> others = new HashSet<>(world.keySet());
    others.removeAll(tools);
    others.removeAll(reach(world, tools));
    tools.removeAll(reach(world, others));
    return tools;
  }

  private static Set<String> needed(Map<String, Copies> world) {
    Set<String> needed = new HashSet<>();
    world.forEach(
        (name, copies) ->
            copies.needs.stream().filter(need -> !need.equals(name)).forEach(needed::add));
    return needed;
  }

  private static Set<String> reach(Map<String, Copies> world, Collection<String> roots) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (world.containsKey(next) && reached.add(next)) {
        open.addAll(world.get(next).needs);
      }
    }
    return reached;
  }

  /// All copies of a package, beside each other in different directories.
  private static final class Copies {
    private final Set<String> needs = new HashSet<>();
    private int all;
    private int development;
    private boolean wanted;
    private boolean automatic;

    void add(InstalledPackage copy) {
      all++;
      development += copy.is(Trait.DEVELOPMENT) ? 1 : 0;
      wanted |= copy.is(Trait.MANUAL);
      automatic |= copy.is(Trait.AUTOMATIC);
      List<Need> depends = copy.record().relations().depends();
      depends.forEach(need -> needs.addAll(need.anyOf()));
    }

    /// By the flags: of several copies some may be for development alone.
    Fate fate() {
      if (development == 0) {
        return Fate.STAYS;
      }
      if (development == all) {
        return Fate.GOES;
      }
      return 2 * development > all ? Fate.LIKELY_GOES : Fate.LIKELY_STAYS;
    }
  }
}
