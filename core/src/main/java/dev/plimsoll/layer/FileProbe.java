package dev.plimsoll.layer;

import org.jspecify.annotations.Nullable;

/// Looks into files that are too large to be kept: at a few places of each, while it streams past.
public interface FileProbe {
  /// The bytes at a file's beginning by which a probe decides whether to look.
  int HEAD = 64;

  /// Under this name its findings are kept.
  String name();

  /// Begins to look into a file; null where it is of no interest.
  ///
  /// `head` are its first [#HEAD] bytes, or all where there are fewer. Nothing may be kept of it
  /// beyond this call, as it is used again.
  @Nullable Look look(String path, long size, byte[] head);

  /// A place in a file.
  record Range(long from, int length) {
    public long end() {
      return from + length;
    }
  }

  /// One file being looked into, from its front to its end.
  interface Look {
    /// What to see next: not before the end of what was seen; null where nothing more is wanted.
    @Nullable Range next();

    /// The bytes at the place asked for, fewer where the file ends.
    void see(byte[] bytes);

    /// What is worth keeping, in a form that only whoever looked understands; empty for nothing.
    byte[] found();
  }
}
