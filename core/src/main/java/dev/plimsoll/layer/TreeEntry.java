package dev.plimsoll.layer;

import org.jspecify.annotations.Nullable;

/// One file, directory, link, device or pipe of the final tree, as `stat` would tell it.
///
/// `size` is that of a file, or the length of a symbolic link's `target`; `mode` the twelve bits
/// of permissions, setuid, setgid and sticky; `modified` seconds since 1970. `layer` counts from
/// 1; it is 0 for a directory that no entry names and that is there since something lies in it.
public record TreeEntry(
    String path,
    Type type,
    long size,
    int mode,
    long uid,
    long gid,
    long modified,
    @Nullable String target,
    int layer) {

  /// What is at a path; several names of one file are several files.
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    PIPE;

    static Type of(EntryKind kind) {
      return switch (kind) {
        case FILE, HARD_LINK -> FILE;
        case SYMLINK -> SYMLINK;
        case DIRECTORY -> DIRECTORY;
        case CHARACTER_DEVICE -> CHARACTER_DEVICE;
        case BLOCK_DEVICE -> BLOCK_DEVICE;
        case PIPE -> PIPE;
        case WHITEOUT, OPAQUE -> throw new IllegalArgumentException("no tree holds a " + kind);
      };
    }
  }
}
