package dev.plimsoll.rule.buildtools;

import dev.plimsoll.packages.PackageName;
import java.util.Set;

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

  private static final Set<String> NPM =
      Set.of(
          "yarn",
          "pnpm",
          "webpack",
          "webpack-cli",
          "vite",
          "rollup",
          "grunt",
          "grunt-cli",
          "gulp",
          "gulp-cli",
          "bower",
          "node-gyp",
          "lerna",
          "nx",
          "turbo");

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
      default -> false;
    };
  }

  /// Whether Python usually brings it, or a virtual environment does.
  static boolean isInstaller(PackageName name) {
    return switch (name.ecosystem()) {
      case PYTHON -> PYTHON_INSTALLERS.contains(RequiredPackages.normal(name.name()));
      default -> false;
    };
  }
}
