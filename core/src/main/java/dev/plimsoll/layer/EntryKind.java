package dev.plimsoll.layer;

import org.jspecify.annotations.Nullable;

/// What an entry of a layer is to the layers below it; in a table it takes up one byte.
enum EntryKind {
  FILE(1),
  /// One more name of a file.
  HARD_LINK(2),
  SYMLINK(3),
  DIRECTORY(4),
  CHARACTER_DEVICE(5),
  /// Removes what lower layers put at its path.
  WHITEOUT(6),
  /// Removes all that lower layers put into its directory.
  OPAQUE(7),
  BLOCK_DEVICE(8),
  PIPE(9);

  private static final @Nullable EntryKind[] BY_CODE = new @Nullable EntryKind[16];

  static {
    for (EntryKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  final byte code;

  EntryKind(int code) {
    this.code = (byte) code;
  }

  /// The kind with this code; null for 0, which stands for nothing.
  static @Nullable EntryKind of(int code) {
    return BY_CODE[code];
  }

  boolean isFile() {
    return this == FILE || this == HARD_LINK;
  }
}
