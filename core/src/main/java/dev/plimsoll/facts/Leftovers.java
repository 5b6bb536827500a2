package dev.plimsoll.facts;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table that tells caches, leftovers and tools by path: what builds leave behind, and what
/// is there to work with a system rather than to run an application.
///
/// It is asked for every file of an image, so it looks at fixed text alone.
final class Leftovers {

  /// Everything below a directory is of one class.
  private record Below(String directory, FileClass fileClass) {}

  private static final Below[] SYSTEM_CACHES = {
    new Below("/var/lib/apt/lists/", FileClass.APT_LISTS),
    new Below("/var/cache/apt/", FileClass.APT_ARCHIVES),
    new Below("/var/cache/apk/", FileClass.APK_CACHE),
    new Below("/etc/apk/cache/", FileClass.APK_CACHE),
    new Below("/var/cache/yum/", FileClass.YUM_CACHE),
    new Below("/var/cache/dnf/", FileClass.YUM_CACHE),
    new Below("/var/cache/libdnf5/", FileClass.YUM_CACHE),
    new Below("/var/cache/zypp/", FileClass.YUM_CACHE),
    new Below("/var/log/", FileClass.LOG),
  };

  /// In whatever home or project they lie.
  private static final Below[] HIDDEN_DIRECTORIES = {
    new Below("/.cache/pip/", FileClass.PIP_CACHE),
    new Below("/.cache/uv/", FileClass.PIP_CACHE),
    new Below("/.cache/pypoetry/", FileClass.PIP_CACHE),
    new Below("/.npm/_cacache/", FileClass.NPM_CACHE),
    new Below("/.npm/_logs/", FileClass.NPM_CACHE),
    new Below("/.cache/yarn/", FileClass.YARN_CACHE),
    new Below("/.yarn/berry/cache/", FileClass.YARN_CACHE),
    new Below("/.local/share/pnpm/store/", FileClass.YARN_CACHE),
    new Below("/.pnpm-store/", FileClass.YARN_CACHE),
    new Below("/.m2/repository/", FileClass.MAVEN_REPOSITORY),
    new Below("/.gradle/caches/", FileClass.GRADLE_CACHE),
    new Below("/.gradle/wrapper/", FileClass.GRADLE_CACHE),
    new Below("/.cache/go-build/", FileClass.GO_BUILD_CACHE),
    new Below("/.cargo/registry/", FileClass.CARGO_REGISTRY),
    new Below("/.cargo/git/", FileClass.CARGO_REGISTRY),
    new Below("/.composer/cache/", FileClass.COMPOSER_CACHE),
    new Below("/.cache/composer/", FileClass.COMPOSER_CACHE),
    new Below("/.git/", FileClass.VCS_DIRECTORY),
    new Below("/.hg/", FileClass.VCS_DIRECTORY),
    new Below("/.svn/", FileClass.VCS_DIRECTORY),
    new Below("/.bzr/", FileClass.VCS_DIRECTORY),
    new Below("/.vscode/", FileClass.DOCKERIGNORE_LEFTOVER),
    new Below("/.idea/", FileClass.DOCKERIGNORE_LEFTOVER),
    new Below("/.github/", FileClass.DOCKERIGNORE_LEFTOVER),
    new Below("/.pytest_cache/", FileClass.TEST_CACHE),
    new Below("/.mypy_cache/", FileClass.TEST_CACHE),
    new Below("/.ruff_cache/", FileClass.TEST_CACHE),
    new Below("/.tox/", FileClass.TEST_CACHE),
    new Below("/.nox/", FileClass.TEST_CACHE),
    new Below("/.nyc_output/", FileClass.TEST_CACHE),
  };

  private static final Below[] PLAIN_DIRECTORIES = {
    new Below("/go/pkg/mod/", FileClass.GO_BUILD_CACHE),
    new Below("/cargo/registry/", FileClass.CARGO_REGISTRY),
    new Below("/htmlcov/", FileClass.TEST_CACHE),
    new Below("/__pycache__/", FileClass.BYTECODE),
    new Below("/CMakeFiles/", FileClass.BUILD_LEFTOVER),
    new Below("/jmods/", FileClass.JDK),
  };

  /// What lies in these was put there by an installer, and belongs to what it installed.
  private static final String[] INSTALLED = {
    "/site-packages/", "/dist-packages/", "/node_modules/", "/gems/"
  };

  private static final Map<String, FileClass> NAMES =
      Map.ofEntries(
          Map.entry("Dockerfile", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry("Containerfile", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".dockerignore", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".gitignore", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".gitattributes", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".gitlab-ci.yml", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".DS_Store", FileClass.DOCKERIGNORE_LEFTOVER),
          Map.entry(".coverage", FileClass.TEST_CACHE),
          Map.entry("CMakeCache.txt", FileClass.BUILD_LEFTOVER));

  private static final Set<String> ARCHIVES =
      Set.of("gz", "tgz", "xz", "bz2", "zst", "zip", "tar", "deb", "rpm", "apk", "whl", "jar");

  private Leftovers() {}

  /// The class of the file at an absolute path; [FileClass#OTHER] where the table has none.
  static FileClass of(String path, String directory, String name) {
    FileClass byPlace = byPlace(path);
    if (byPlace != null) {
      return byPlace;
    }
    if (directory.endsWith("/bin/") || directory.endsWith("/sbin/")) {
      return Tools.of(name);
    }
    FileClass byName = byName(path, directory, name);
    return byName == FileClass.OTHER && !isInstalled(path)
        ? ApplicationFiles.of(path, directory, name)
        : byName;
  }

  private static @Nullable FileClass byPlace(String path) {
    if (path.startsWith("/var/") || path.startsWith("/etc/")) {
      for (Below place : SYSTEM_CACHES) {
        if (path.startsWith(place.directory)) {
          return place.fileClass;
        }
      }
    }
    if (path.contains("/.")) {
      FileClass hidden = within(path, HIDDEN_DIRECTORIES);
      if (hidden != null) {
        return isContext(hidden) && isInstalled(path) ? null : hidden;
      }
    }
    return within(path, PLAIN_DIRECTORIES);
  }

  private static @Nullable FileClass within(String path, Below[] places) {
    for (Below place : places) {
      if (path.contains(place.directory)) {
        return place.fileClass;
      }
    }
    return null;
  }

  private static FileClass byName(String path, String directory, String name) {
    FileClass known = NAMES.get(name);
    if (known == null) {
      known = byEnding(directory, name);
    }
    return isContext(known) && isInstalled(path) ? FileClass.OTHER : known;
  }

  private static FileClass byEnding(String directory, String name) {
    int dot = name.lastIndexOf('.');
    String ending = name.substring(dot + 1);
    if ((directory.equals("/tmp/") || directory.equals("/var/tmp/"))
        && dot > 0
        && ARCHIVES.contains(ending)) {
      return FileClass.BUILD_LEFTOVER;
    }
    return switch (ending) {
      case "o", "a", "la" ->
          dot > 0 && !isOfPython(directory) ? FileClass.BUILD_LEFTOVER : FileClass.OTHER;
      case "pyc" -> FileClass.BYTECODE;
      case "gem" -> directory.endsWith("/cache/") ? FileClass.GEM_CACHE : FileClass.OTHER;
      case "log" -> FileClass.LOG;
      case "map" ->
          name.endsWith(".js.map") || name.endsWith(".css.map") || name.endsWith(".mjs.map")
              ? FileClass.SOURCE_MAP
              : FileClass.OTHER;
      case "sym" -> name.equals("ct.sym") ? FileClass.JDK : FileClass.OTHER;
      default ->
          name.startsWith("Dockerfile.") || isCompose(name)
              ? FileClass.DOCKERIGNORE_LEFTOVER
              : FileClass.OTHER;
    };
  }

  /// What Python itself keeps to link its extensions with.
  private static boolean isOfPython(String directory) {
    return directory.contains("/lib/python") && directory.contains("/config-");
  }

  private static boolean isCompose(String name) {
    return (name.startsWith("docker-compose") || name.startsWith("compose."))
        && (name.endsWith(".yml") || name.endsWith(".yaml"));
  }

  private static boolean isContext(FileClass fileClass) {
    return fileClass == FileClass.DOCKERIGNORE_LEFTOVER || fileClass == FileClass.VCS_DIRECTORY;
  }

  private static boolean isInstalled(String path) {
    for (String place : INSTALLED) {
      if (path.contains(place)) {
        return true;
      }
    }
    return false;
  }
}
