package dev.plimsoll.facts.program;

import dev.plimsoll.packages.PackageName;
import org.jspecify.annotations.Nullable;

/// A file that must be there for a container to start.
///
/// `name` is how it is asked for, `path` the file of the final tree that this leads to from the
/// image's working directory, null where it leads to none. `layer` is that file's, 0 where there
/// is none. `executable` is null where it is neither ELF file nor script.
public record Started(
    Role role,
    String name,
    @Nullable String path,
    int layer,
    @Nullable PackageName owner,
    @Nullable Executable executable) {

  /// Why it must be there.
  public enum Role {
    /// The container's first process.
    ENTRYPOINT,
    /// What a shell, a launcher or an entrypoint script is told to run.
    COMMAND,
    /// Runs the script before it.
    INTERPRETER,
    /// Loads the program before it.
    LOADER
  }
}
