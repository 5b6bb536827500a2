package dev.plimsoll.prediction.need;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.program.Library;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which package of an operating system owns the library that a program asks for by name
/// (DT_NEEDED).
///
/// Where the library was found in the image, the file's owner is. Else a database may say it, as
/// Alpine's and RPM's do, or the file's name, or Debian's way to name the packages of libraries
/// (Debian Policy, 8.1).
final class Libraries {
  private static final Pattern C_LIBRARY =
      Pattern.compile(
          "(?:ld-linux.*|ld64|libc|libm|libdl|librt|libpthread|libutil|libresolv|libnsl|libanl"
              + "|libmvec|libthread_db|libBrokenLocale)\\.so\\.\\d+");
  private static final Pattern MUSL = Pattern.compile("(?:ld-musl-.*|libc\\.musl-.*)\\.so\\.\\d+");
  private static final Pattern SONAME = Pattern.compile("(lib.+?)(?:-([\\d.]+))?\\.so\\.([\\d.]+)");
  private static final List<String> C_LIBRARY_PACKAGES = List.of("libc6", "glibc", "libc6-compat");

  private final Installed installed;
  private final Map<String, PackageName> found = new HashMap<>();
  private final Map<String, PackageName> files = new HashMap<>();
  private final Set<String> carried = new HashSet<>();

  private Libraries(Installed installed) {
    this.installed = installed;
  }

  static Libraries in(FileFacts facts, Installed installed) {
    Libraries libraries = new Libraries(installed);
    for (FileGroup group : facts.groups()) {
      PackageName owner = group.owner();
      if (owner != null && owner.ecosystem().isOperatingSystem() && group.present()) {
        for (SizedPath file : group.largest()) {
          String name = file.path().substring(file.path().lastIndexOf('/') + 1);
          if (name.contains(".so")) {
            libraries.files.put(name, owner);
          }
        }
      }
    }
    for (Library library : facts.programs().libraries()) {
      PackageName owner = library.owner();
      if (owner != null && owner.ecosystem().isOperatingSystem()) {
        libraries.found.put(library.name(), owner);
      } else if (!library.isMissing()) {
        libraries.carried.add(library.name());
      }
    }
    for (Program program : facts.programs().programs()) {
      String name = program.path().substring(program.path().lastIndexOf('/') + 1);
      libraries.carried.add(name);
    }
    return libraries;
  }

  /// Whether the application carries the library itself, as wheels do.
  boolean isCarried(String library) {
    return carried.contains(library)
        || carried.stream().anyMatch(name -> name.startsWith(library + "."));
  }

  /// The package that has the library.
  Optional<PackageName> ownerOf(String library) {
    return Optional.ofNullable(found.get(library))
        .filter(installed::has)
        .or(() -> isCarried(library) ? Optional.empty() : guessed(library));
  }

  private Optional<PackageName> guessed(String library) {
    return provided(library)
        .or(() -> byFile(library))
        .or(() -> ofTheCLibrary(library))
        .or(() -> byPolicy(library));
  }

  private Optional<PackageName> provided(String library) {
    return installed
        .providing(new PackageName(Ecosystem.APK, "so:" + library))
        .or(() -> installed.providing(new PackageName(Ecosystem.RPM, library + "()(64bit)")))
        .or(() -> installed.providing(new PackageName(Ecosystem.RPM, library)));
  }

  /// `libpq.so.5` is a name of the file `libpq.so.5.15`.
  private Optional<PackageName> byFile(String library) {
    PackageName exact = files.get(library);
    if (exact != null) {
      return Optional.of(exact).filter(installed::has);
    }
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith(library + "."))
        .map(Map.Entry::getValue)
        .filter(installed::has)
        .sorted()
        .findFirst();
  }

  private Optional<PackageName> ofTheCLibrary(String library) {
    if (MUSL.matcher(library).matches()) {
      return installed.named("musl");
    }
    return C_LIBRARY.matcher(library).matches()
        ? C_LIBRARY_PACKAGES.stream().map(installed::named).flatMap(Optional::stream).findFirst()
        : Optional.empty();
  }

  /// `libmemcached.so.11` comes with `libmemcached11`, `libglib-2.0.so.0` with `libglib2.0-0`.
  private Optional<PackageName> byPolicy(String library) {
    Matcher parts = SONAME.matcher(library);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String name = parts.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
    String middle = parts.group(2) == null ? "" : parts.group(2);
    String stem = name + middle;
    boolean digit = Character.isDigit(stem.charAt(stem.length() - 1));
    String guess = stem + (digit ? "-" : "") + parts.group(3);
    for (String each : List.of(guess, guess + "t64", stem)) {
      PackageName candidate = new PackageName(Ecosystem.DPKG, each);
      if (installed.has(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
