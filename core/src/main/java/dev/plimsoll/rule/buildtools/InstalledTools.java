package dev.plimsoll.rule.buildtools;

import dev.plimsoll.packages.PackageName;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packages of languages that build, resolve or install others and have no part in what
/// they built.
final class InstalledTools {
  private static final Set<String> PYTHON =
      Set.of(
          "poetry",
          "poetry-core",
          "poetry-plugin-export",
          "pip-tools",
          "pipenv",
          "pdm",
          "hatch",
          "hatchling",
          "flit",
          "flit-core",
          "uv",
          "build",
          "twine",
          "virtualenv",
          "cython",
          "scikit-build",
          "scikit-build-core",
          "meson-python",
          "setuptools-rust",
          "setuptools-scm",
          "maturin",
          "conan");

  private static final Set<String> PYTHON_INSTALLERS = Set.of("pip", "setuptools", "wheel");

  /// Others are part of an application, whose lock file says what is for development.
  private static final Set<String> NPM = Set.of("yarn", "pnpm");

  /// What distributions put before the names of Python's packages.
  private static final Pattern PREFIX = Pattern.compile("^(?:python3|py3|python3\\.\\d+)-");

  private InstalledTools() {}

  /// Whether it builds or resolves, or installs.
  static boolean isTool(PackageName name) {
    return isBuilder(name) || isInstaller(name);
  }

  /// Whether somebody must have asked for it: no interpreter brings it.
  static boolean isBuilder(PackageName name) {
    return switch (name.ecosystem()) {
      case PYTHON -> PYTHON.contains(RequiredPackages.normal(name.name()));
      case NPM -> NPM.contains(name.name());
      case DPKG, APK, RPM -> PYTHON.contains(withoutPrefix(name.name()));
      default -> false;
    };
  }

  /// Whether Python usually brings it, or a virtual environment does.
  static boolean isInstaller(PackageName name) {
    return switch (name.ecosystem()) {
      case PYTHON -> PYTHON_INSTALLERS.contains(RequiredPackages.normal(name.name()));
      case DPKG, APK, RPM -> PYTHON_INSTALLERS.contains(withoutPrefix(name.name()));
      default -> false;
    };
  }

  /// A system's package of a Python package by that one's name; empty for any other.
  private static String withoutPrefix(String name) {
    Matcher prefix = PREFIX.matcher(name);
    return prefix.find() ? name.substring(prefix.end()) : "";
  }
}
