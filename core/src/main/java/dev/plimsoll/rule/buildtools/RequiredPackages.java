package dev.plimsoll.rule.buildtools;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The Python packages that others of an image require to run, by their normal names (PEP 503).
///
/// What tools alone require of each other does not count: pipenv asks for setuptools, and goes.
record RequiredPackages(Set<String> names) {
  static RequiredPackages in(FileFacts files) {
    return new RequiredPackages(
        present(files)
            .filter(one -> !InstalledTools.isTool(one.name()))
            .flatMap(RequiredPackages::needs)
            .collect(toUnmodifiableSet()));
  }

  boolean has(PackageName name) {
    return names.contains(normal(name.name()));
  }

  /// A name as packages ask for each other, whatever the package calls itself.
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static Stream<InstalledPackage> present(FileFacts files) {
    return files.packages().stream()
        .filter(InstalledPackage::present)
        .filter(one -> one.name().ecosystem() == Ecosystem.PYTHON);
  }

  private static Stream<String> needs(InstalledPackage one) {
    return one.record().relations().depends().stream()
        .map(need -> need.anyOf())
        .flatMap(List::stream)
        .map(RequiredPackages::normal);
  }
}
