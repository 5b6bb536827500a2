package dev.plimsoll.facts;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The table that tells a file's class by its path, of what is known to be where in
/// distributions, toolchains' own trees and language images.
final class FileClasses {

  /// Everything in a place that a pattern describes is of one class. `part` is in every path that
  /// fits; most paths do not have it, and then the pattern is not asked.
  private record Place(String part, Pattern pattern, FileClass fileClass) {
    Place(String part, String pattern, FileClass fileClass) {
      this(part, Pattern.compile(pattern), fileClass);
    }

    boolean holds(String path) {
      return path.contains(part) && pattern.matcher(path).matches();
    }
  }

  private static final String SYSTEM = "/(?:usr|usr/local|opt/.+)";

  private static final List<Place> PLACES =
      List.of(
          new Place("/include", "/usr/(?:local/)?include/.+", FileClass.HEADER),
          new Place(
              "/include",
              ".*/(?:lib|lib64|libexec)/gcc(?:-cross)?/[^/]+/[^/]+/(?:.+/)?include(?:-fixed)?/.+",
              FileClass.HEADER),
          new Place(
              "/include",
              "/usr/lib/(?:llvm-[^/]+/(?:lib/)?)?clang/[^/]+/include/.+",
              FileClass.HEADER),
          new Place("/include", "/usr/lib/llvm-[^/]+/include/.+", FileClass.HEADER),
          new Place("/include", "/usr/[^/]+-linux-[^/]+/include/.+", FileClass.HEADER),
          new Place(
              "/include",
              "/opt/(?:.+/)?include/.+\\.(?:h|hh|hpp|hxx|h\\+\\+|inc|ipp|tcc|cuh)",
              FileClass.HEADER),
          new Place("/man/", SYSTEM + "/(?:share/)?man/.+", FileClass.MAN_PAGE),
          new Place("/share/info/", SYSTEM + "/share/info/.+", FileClass.INFO_PAGE),
          new Place(
              "/share/", SYSTEM + "/share/(?:doc|doc-base|gtk-doc)/.+", FileClass.DOCUMENTATION),
          new Place("/share/", SYSTEM + "/share/(?:locale|i18n)/.+", FileClass.LOCALE),
          // C.UTF-8 belongs to the C library; a slim Debian has it too.
          new Place("/locale/C.utf8/", "/usr/lib/locale/C\\.utf8/.+", FileClass.OTHER),
          new Place("/usr/lib/locale/", "/usr/lib/locale/.+", FileClass.LOCALE),
          new Place("/git-core/", ".*/(?:lib|libexec)/git-core/.+", FileClass.VERSION_CONTROL),
          new Place(
              "-packages/",
              ".*/(?:dist|site)-packages/(?:mercurial|hgext|hgext3rd|hgdemandimport|breezy)/.+",
              FileClass.VERSION_CONTROL),
          new Place("/libsvn_", "/usr/lib/(?:[^/]+/)?libsvn_[^/]+", FileClass.VERSION_CONTROL));

  /// Programs that only a compiler brings, wherever they are installed.
  private static final Set<String> COMPILERS_PROPER =
      Set.of("cc1", "cc1plus", "cc1obj", "cc1objplus", "cc1gm2", "lto1", "f951", "gnat1", "d21");

  /// More of what gcc keeps in its private directory.
  private static final Set<String> GCC_PARTS = Set.of("collect2", "lto-wrapper", "go1", "crab1");

  private static final Pattern GCC_PRIVATE =
      Pattern.compile("(.*/)(?:lib|lib64|libexec)/(gcc(?:-cross)?/[^/]+/[^/]+)/.+");

  /// A target before the name (`x86_64-linux-gnu-`), a version behind it (`-12`).
  private static final String TARGET =
      "(?:(?:x86_64|i[3-6]86|aarch64|arm\\w*|powerpc\\w*|ppc\\w*|s390x?|riscv\\d+|mips\\w*"
          + "|loongarch64|sparc\\w*|alpha|hppa\\w*|m68k|sh4|ia64|avr|msp430|xtensa|bpf|nvptx)"
          + "-(?:[\\w.]+-){0,3})?";

  private static final String VERSION = "(?:-\\d[\\w.]*)?(?:-win32|-posix)?";

  /// Names that mean a compiler in whatever `bin` they are.
  private static final Pattern COMPILER =
      Pattern.compile(
          TARGET
              + "(?:gcc|g\\+\\+|gfortran|gnatmake|gccgo|gdc|clang|clang\\+\\+|clang-cpp|ld\\.bfd"
              + "|ld\\.gold|ld\\.lld|rustc|javac|tcc|ghc|nvcc|swiftc|swift-frontend|zig|flang"
              + "|ocamlc\\.opt|ocamlopt\\.opt|ocamlc|ocamlopt|ldc2|dmd|fpc)"
              + VERSION);

  /// Names so short that they mean a compiler only where the system keeps its programs.
  private static final Pattern SHORT_NAMED_COMPILER =
      Pattern.compile(TARGET + "(?:as|ld|cc|c\\+\\+|cpp|go|gnat|lld|gold|mold)" + VERSION);

  private static final Pattern SYSTEM_BIN =
      Pattern.compile("/(?:(?:usr|opt|nix|gnu|root|home)/(?:.+/)?)?bin/");

  /// Compilers that are no program in a `bin`: Go's tools, rustc's library, .NET's assemblies.
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          ".*/(?:pkg/tool/[a-z0-9]+_[a-z0-9]+/[a-z0-9]+"
              + "|lib/librustc_driver-[0-9a-f]+\\.so"
              + "|Roslyn/bincore/(?:csc|vbc)\\.dll)");

  private static final Pattern VERSION_CONTROL =
      Pattern.compile(
          "git|git-(?:shell|lfs|upload-pack|receive-pack|upload-archive)|scalar|c?hg"
              + "|svn(?:admin|look|serve|sync|version|dumpfilter|mucc|rdump)?|bzr|brz|cvs");

  private FileClasses() {}

  /// The class of the file at an absolute path. A script is never a compiler, whatever its name.
  static FileClass of(String path, boolean script) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    String directory = path.substring(0, slash + 1);
    if (!script && isCompiler(path, directory, name)) {
      return FileClass.COMPILER;
    }
    if (directory.endsWith("/bin/") && VERSION_CONTROL.matcher(name).matches()) {
      return FileClass.VERSION_CONTROL;
    }
    for (Place place : PLACES) {
      if (place.holds(path)) {
        return place.fileClass;
      }
    }
    return Leftovers.of(path, directory, name);
  }

  /// The name of the gcc private directory that a file lies in, the same for `lib` and
  /// `libexec`; null outside of any.
  static @Nullable String gccDirectory(String path) {
    if (!path.contains("/gcc")) {
      return null;
    }
    Matcher matcher = GCC_PRIVATE.matcher(path);
    return matcher.matches() ? matcher.group(1) + matcher.group(2) : null;
  }

  /// Whether a file makes the gcc private directory that it lies in a compiler's: only then are
  /// the other files there part of one.
  static boolean isCompilerProper(String path) {
    return COMPILERS_PROPER.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  private static boolean mayBeElsewhere(String path) {
    return path.contains("/pkg/tool/")
        || path.contains("/librustc_driver-")
        || path.contains("/Roslyn/bincore/");
  }

  private static boolean isCompiler(String path, String directory, String name) {
    if (directory.endsWith("/bin/")) {
      return COMPILERS_PROPER.contains(name)
          || COMPILER.matcher(name).matches()
          || (SHORT_NAMED_COMPILER.matcher(name).matches()
              && SYSTEM_BIN.matcher(directory).matches());
    }
    if (COMPILERS_PROPER.contains(name) || GCC_PARTS.contains(name)) {
      return gccDirectory(path) != null;
    }
    return mayBeElsewhere(path) && ELSEWHERE.matcher(path).matches();
  }
}
