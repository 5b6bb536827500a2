package dev.plimsoll.rule.leftovers;

import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Trait;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Which packages of languages are there for development alone.
final class DevelopmentPackages {
  /// Python's, by their normal names (PEP 503).
  private static final Set<String> PYTHON =
      Set.of(
          "pytest",
          "pytest-cov",
          "pytest-mock",
          "pytest-asyncio",
          "pytest-xdist",
          "pydevd",
          "pydevd-pycharm",
          "debugpy",
          "ipdb",
          "pudb",
          "black",
          "isort",
          "flake8",
          "pylint",
          "ruff",
          "mypy",
          "pyright",
          "bandit",
          "coverage",
          "tox",
          "nox",
          "pre-commit",
          "faker",
          "factory-boy",
          "sphinx",
          "mkdocs",
          "ipython");

  private DevelopmentPackages() {}

  /// Those that their ecosystem marks so, and that are not there for production too.
  static Set<PackageName> marked(FileFacts files, Ecosystem ecosystem) {
    Set<PackageName> needed =
        present(files, ecosystem)
            .filter(one -> !one.is(Trait.DEVELOPMENT))
            .map(InstalledPackage::name)
            .collect(toSet());
    return present(files, ecosystem)
        .map(InstalledPackage::name)
        .filter(name -> !needed.contains(name))
        .collect(toUnmodifiableSet());
  }

  /// Python's known ones that nothing installed requires, but others of them.
  static Set<PackageName> known(FileFacts files) {
    Set<String> required =
        present(files, Ecosystem.PYTHON)
            .filter(one -> !isKnown(one))
            .flatMap(one -> one.record().relations().depends().stream())
            .flatMap(need -> need.anyOf().stream())
            .map(DevelopmentPackages::normal)
            .collect(toSet());
    return present(files, Ecosystem.PYTHON)
        .filter(one -> isKnown(one) && one.suppliedBy() == null)
        .map(InstalledPackage::name)
        .filter(name -> !required.contains(normal(name.name())))
        .collect(toUnmodifiableSet());
  }

  /// The files of these packages that are there when the image runs.
  static List<FileGroup> filesOf(FileFacts files, Set<PackageName> owners) {
    return files.groups().stream()
        .filter(group -> group.present() && group.owner() != null)
        .filter(group -> owners.contains(group.owner()))
        .toList();
  }

  private static Stream<InstalledPackage> present(FileFacts files, Ecosystem ecosystem) {
    return files.packages().stream()
        .filter(InstalledPackage::present)
        .filter(one -> one.name().ecosystem() == ecosystem);
  }

  private static boolean isKnown(InstalledPackage one) {
    return PYTHON.contains(normal(one.name().name()));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
