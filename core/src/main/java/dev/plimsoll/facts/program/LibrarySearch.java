package dev.plimsoll.facts.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the libraries that programs ask for, where loaders would (ld.so(8)): in the directories
/// that the program names, those of `LD_LIBRARY_PATH`, those of the loader's own files, and the
/// system's.
final class LibrarySearch {
  /// The loaders' lists of directories.
  static final KeptFiles FILES = path -> isList(path) ? 1 << 16 : 0;

  private static final int MOST = 5_000;

  /// A search looks into some twenty directories; a hostile image could ask for millions.
  private static final int MOST_LOOKS = 1_000_000;

  private static final int MOST_DIRECTORIES = 100;
  private static final String VARIABLE = "LD_LIBRARY_PATH=";

  private static final List<String> SYSTEM =
      List.of(
          "/lib",
          "/usr/lib",
          "/lib64",
          "/usr/lib64",
          "/usr/local/lib",
          "/usr/local/lib64",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib/arm-linux-gnueabihf",
          "/usr/lib/i386-linux-gnu",
          "/usr/lib/powerpc64le-linux-gnu",
          "/usr/lib/s390x-linux-gnu",
          "/usr/lib/riscv64-linux-gnu",
          "/usr/local/lib/x86_64-linux-gnu",
          "/usr/local/lib/aarch64-linux-gnu");

  private final Overlay overlay;
  private final PackageOwners owners;
  private final List<String> shared = new ArrayList<>();
  private final Map<String, Optional<Overlay.Found>> inShared = new HashMap<>();
  private final Map<String, Library> libraries = new LinkedHashMap<>();
  private final Map<String, String> byFileName = new HashMap<>();
  private int looks;
  private int left;

  LibrarySearch(Overlay overlay, PackageOwners owners, CommandLine line) {
    this.overlay = overlay;
    this.owners = owners;
    for (String variable : line.environment()) {
      if (variable.startsWith(VARIABLE)) {
        addShared(variable.substring(VARIABLE.length()).split("[:;]", -1));
      }
    }
    for (Overlay.Kept file : overlay.kept()) {
      if (isList(file.path()) && overlay.isVisible(file.entry())) {
        addShared(new String(file.content(), UTF_8).split("[:\\s]+", -1));
      }
    }
    shared.addAll(SYSTEM);
  }

  private void addShared(String[] directories) {
    for (String directory : directories) {
      if (directory.startsWith("/") && shared.size() < MOST_DIRECTORIES) {
        shared.add(directory);
      }
    }
  }

  /// Adds what these need. A name that leads nowhere from one file may have been found from
  /// another, or be that of a listed library: loaders do not load a name twice.
  void add(List<Program> programs) {
    for (Program program : programs) {
      String path = program.path();
      byFileName.putIfAbsent(path.substring(path.lastIndexOf('/') + 1), path);
    }
    for (Program program : programs) {
      for (String name : program.elf().needed()) {
        add(program, name);
      }
    }
  }

  private void add(Program program, String name) {
    Overlay.Found found = find(program, name);
    String key = name + "\n" + (found == null ? "" : found.path());
    if (libraries.containsKey(key)) {
      return;
    }
    if (libraries.size() == MOST) {
      left++;
      return;
    }
    libraries.put(
        key,
        found == null
            ? new Library(name, null, 0, null, program.path())
            : new Library(
                name,
                found.path(),
                found.layer(),
                owners.ownerOf(found.entry()).orElse(null),
                program.path()));
  }

  private Overlay.@Nullable Found find(Program program, String name) {
    if (name.indexOf('/') >= 0) {
      return name.startsWith("/") ? look(name) : null;
    }
    String origin = program.path().substring(0, program.path().lastIndexOf('/'));
    for (String entry : program.elf().searched()) {
      for (String directory : entry.split(":", MOST_DIRECTORIES)) {
        String real = directory.replace("${ORIGIN}", origin).replace("$ORIGIN", origin);
        Overlay.Found found = real.startsWith("/") ? look(real + "/" + name) : null;
        if (found != null) {
          return found;
        }
      }
    }
    Optional<Overlay.Found> found = inShared.get(name);
    if (found == null) {
      found = Optional.ofNullable(inShared(name));
      inShared.put(name, found);
    }
    return found.orElse(null);
  }

  private Overlay.@Nullable Found inShared(String name) {
    for (String directory : shared) {
      Overlay.Found found = look(directory + "/" + name);
      if (found != null) {
        return found;
      }
    }
    String listed = byFileName.get(name);
    return listed == null ? null : look(listed);
  }

  private Overlay.@Nullable Found look(String path) {
    return looks++ < MOST_LOOKS ? overlay.file(path).orElse(null) : null;
  }

  /// What was found, and what was found nowhere.
  Collection<Library> libraries() {
    Map<String, Library> found = new HashMap<>();
    libraries.values().stream()
        .filter(library -> !library.isMissing())
        .forEach(library -> found.putIfAbsent(library.name(), library));
    return libraries.values().stream()
        .filter(library -> !library.isMissing() || !found.containsKey(library.name()))
        .toList();
  }

  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (left > 0) {
      remarks.add(
          "programs need %d libraries more than the %d that are listed".formatted(left, MOST));
    }
    if (looks > MOST_LOOKS) {
      remarks.add("programs name so many directories that not all libraries were looked for");
    }
    return remarks;
  }

  private static boolean isList(String path) {
    return path.startsWith("/etc/ld")
        && (path.equals("/etc/ld.so.conf")
            || (path.startsWith("/etc/ld.so.conf.d/") && path.endsWith(".conf"))
            || (path.startsWith("/etc/ld-musl-") && path.endsWith(".path")));
  }
}
