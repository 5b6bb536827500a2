package dev.plimsoll.facts.program;

import dev.plimsoll.packages.PackageName;
import org.jspecify.annotations.Nullable;

/// A library that a listed program asks its loader for.
///
/// `name` is what it is asked for (DT_NEEDED), `path` the file of the final tree that this leads
/// to, null where none was found; `layer` is that file's, 0 where there is none, `owner` the
/// package that it belongs to, null for none. `neededBy` is one of the files that ask for it.
///
/// A library that was not found may still be there: in a directory that a program tells the loader
/// itself, or loaded before by something else.
public record Library(
    String name, @Nullable String path, int layer, @Nullable PackageName owner, String neededBy) {
  public boolean isMissing() {
    return path == null;
  }
}
