package dev.plimsoll.facts.program;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can run in an image, and what of that starts.
///
/// `programs` and `interpreters` leave out what packages of an operating system own: their
/// databases tell what it needs. `libraries` are what the listed programs ask loaders for, with the
/// packages that bring it, and what is not there. `remarks` say what else is left out.
public record ProgramSurvey(
    List<Program> programs,
    List<Interpreter> interpreters,
    List<Started> started,
    List<Library> libraries,
    List<String> remarks) {
  /// The small files that must be kept when layers are read for a survey.
  public static final KeptFiles FILES = LibrarySearch.FILES;

  /// More than any application brings; those of a whole system belong to its packages.
  public static final int MOST = 5_000;

  private static final int MAY_RUN = 0111;

  public ProgramSurvey {
    programs = List.copyOf(programs);
    interpreters = List.copyOf(interpreters);
    started = List.copyOf(started);
    libraries = List.copyOf(libraries);
    remarks = List.copyOf(remarks);
  }

  /// A survey of programs that ask for no libraries.
  public ProgramSurvey(
      List<Program> programs,
      List<Interpreter> interpreters,
      List<Started> started,
      List<String> remarks) {
    this(programs, interpreters, started, List.of(), remarks);
  }

  public static ProgramSurvey of(Overlay overlay, PackageOwners owners, CommandLine line) {
    Counting counting = new Counting(overlay, owners);
    Map<Integer, byte[]> found = new HashMap<>();
    for (Overlay.Kept kept : overlay.found(ExecutableProbe.NAME)) {
      found.put(kept.entry(), kept.content());
      if (overlay.isVisible(kept.entry())) {
        counting.add(kept);
      }
    }
    List<Started> started = new StartSearch(overlay, owners, found, line).started();
    LibrarySearch libraries = new LibrarySearch(overlay, owners, line);
    libraries.add(counting.programs);
    List<String> remarks = new ArrayList<>(counting.remarks());
    remarks.addAll(libraries.remarks());
    return new ProgramSurvey(
        counting.programs,
        counting.interpreters(),
        started,
        List.copyOf(libraries.libraries()),
        remarks);
  }

  /// Takes the executables of an image one by one.
  private static final class Counting {
    private final Overlay overlay;
    private final PackageOwners owners;
    private final List<Program> programs = new ArrayList<>();
    private final Map<String, Interpreter> interpreters = new TreeMap<>();
    private final Map<String, Boolean> loaders = new HashMap<>();
    private int left;

    Counting(Overlay overlay, PackageOwners owners) {
      this.overlay = overlay;
      this.owners = owners;
    }

    void add(Overlay.Kept kept) {
      PackageName owner = owners.ownerOf(kept.entry()).orElse(null);
      if (owner != null && owner.ecosystem().isOperatingSystem()) {
        return;
      }
      switch (Executable.decoded(kept.content())) {
        case Elf elf -> add(kept, owner, elf);
        case Script script -> add(kept, script);
      }
    }

    private void add(Overlay.Kept kept, @Nullable PackageName owner, Elf elf) {
      if (programs.size() == MOST) {
        left++;
        return;
      }
      String loader = elf.interpreter();
      boolean missing =
          loader != null && loaders.computeIfAbsent(loader, path -> overlay.file(path).isEmpty());
      programs.add(new Program(kept.path(), overlay.layerOf(kept.entry()), owner, elf, missing));
    }

    /// A script that may not be run is read by something else, whatever its first line says.
    private void add(Overlay.Kept kept, Script script) {
      if ((overlay.mode(kept.entry()) & MAY_RUN) == 0) {
        return;
      }
      int layer = overlay.layerOf(kept.entry());
      String program = script.program();
      String key = program + "\n" + layer;
      Interpreter known = interpreters.get(key);
      if (known != null) {
        interpreters.put(
            key, new Interpreter(program, layer, known.scripts() + 1, known.example()));
      } else if (interpreters.size() < MOST) {
        interpreters.put(key, new Interpreter(program, layer, 1, kept.path()));
      } else {
        left++;
      }
    }

    List<Interpreter> interpreters() {
      return List.copyOf(interpreters.values());
    }

    List<String> remarks() {
      return left == 0
          ? List.of()
          : List.of("there are %d programs more than the %d that are listed".formatted(left, MOST));
    }
  }
}
