package dev.plimsoll.facts;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The table that tells what of an application's own files it does not run with: its tests, its
/// documentation, the sources and intermediate results of builds, what a crash left.
///
/// It is asked for the files that are nothing else; whatever lies in a directory of installed
/// packages is not asked for.
final class ApplicationFiles {
  private static final String SOURCES = "/usr/src/";

  private static final String[] SYSTEM = {
    "/usr/", "/etc/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/var/", "/root/", "/proc/", "/sys/",
    "/dev/", "/run/", "/boot/"
  };

  private static final String[] TESTS = {"/tests/", "/test/", "/__tests__/"};
  private static final String[] DOCS = {"/docs/", "/doc/"};

  /// What cargo and Maven leave beside what they were asked for, which may be what runs.
  private static final String[] BUILT = {
    "/target/release/deps/", "/target/release/build/", "/target/release/.fingerprint/",
    "/target/release/incremental/", "/target/debug/deps/", "/target/debug/build/",
    "/target/debug/.fingerprint/", "/target/debug/incremental/", "/target/classes/",
    "/target/test-classes/", "/target/generated-sources/", "/target/maven-status/",
    "/target/maven-archiver/", "/target/surefire-reports/"
  };

  private static final Set<String> SOURCE_ENDINGS =
      Set.of("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "S", "am", "ac", "m4");

  private static final Set<String> DOC_ENDINGS =
      Set.of(
          "md",
          "markdown",
          "rst",
          "adoc",
          "txt",
          "pdf",
          "png",
          "jpg",
          "jpeg",
          "gif",
          "svg",
          "drawio",
          "puml",
          "html");

  private static final Set<String> KEPT =
      Set.of("readme.md", "license.md", "licence.md", "copying.md", "notice.md");

  private static final Pattern CRASHED = Pattern.compile("core\\.\\d{1,10}");

  /// Where a file called `core` is hardly a program.
  private static final Pattern HOME = Pattern.compile("/(?:|root/|tmp/|var/tmp/|home/[^/]+/)");

  /// The directories in which applications lie with all they have.
  private static final Pattern TOP =
      Pattern.compile("/(?:(?:home/[^/]+|opt|srv|usr/src|var/www)/)?[^/]+/");

  private ApplicationFiles() {}

  static FileClass of(String path, String directory, String name) {
    if (name.startsWith("core") && isCoreDump(directory, name)) {
      return FileClass.CORE_DUMP;
    }
    if (path.startsWith(SOURCES) && isSource(path, name)) {
      return FileClass.BUILD_LEFTOVER;
    }
    if (path.contains("/target/") && contains(path, BUILT)) {
      return FileClass.BUILD_LEFTOVER;
    }
    return isApplications(path) ? ownClass(path, directory, name) : FileClass.OTHER;
  }

  private static FileClass ownClass(String path, String directory, String name) {
    if (contains(path, TESTS)) {
      return FileClass.APPLICATION_TESTS;
    }
    String small = name.toLowerCase(Locale.ROOT);
    if (KEPT.contains(small)) {
      return FileClass.OTHER;
    }
    boolean documents = contains(path, DOCS) && DOC_ENDINGS.contains(ending(small));
    boolean onTop = small.endsWith(".md") && TOP.matcher(directory).matches();
    return documents || onTop ? FileClass.APPLICATION_DOCS : FileClass.OTHER;
  }

  private static boolean isCoreDump(String directory, String name) {
    return name.equals("core")
        ? HOME.matcher(directory).matches()
        : CRASHED.matcher(name).matches();
  }

  /// Kernel headers, sources in C and archives of sources: applications lie in `/usr/src/app`,
  /// too.
  private static boolean isSource(String path, String name) {
    return path.startsWith("linux-", SOURCES.length())
        || (path.indexOf('/', SOURCES.length()) > 0 && SOURCE_ENDINGS.contains(ending(name)))
        || (path.indexOf('/', SOURCES.length()) < 0 && name.contains(".tar"));
  }

  /// Whether an application's own files may be there: no system, no toolchain, no dependencies.
  private static boolean isApplications(String path) {
    if (path.contains("/.") || path.contains("/vendor/")) {
      return false;
    }
    if (path.startsWith(SOURCES) || path.startsWith("/var/www/")) {
      return true;
    }
    for (String root : SYSTEM) {
      if (path.startsWith(root)) {
        return false;
      }
    }
    boolean mayBeToolchain = path.startsWith("/opt/") || path.startsWith("/home/");
    return !mayBeToolchain || !(path.contains("/lib/") || path.contains("/share/"));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean contains(String path, String[] places) {
    for (String place : places) {
      if (path.contains(place)) {
        return true;
      }
    }
    return false;
  }
}
