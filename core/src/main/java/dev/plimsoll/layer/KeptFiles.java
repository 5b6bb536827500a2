package dev.plimsoll.layer;

/// Which small files of a layer are kept whole, because something is to be learned from them.
public interface KeptFiles {
  KeptFiles NONE = _ -> 0;

  /// How large the file at this absolute path may be to be kept; 0 where it is of no interest.
  long mostBytes(String path);

  /// These files, and others.
  default KeptFiles and(KeptFiles others) {
    return path -> Math.max(mostBytes(path), others.mostBytes(path));
  }
}
