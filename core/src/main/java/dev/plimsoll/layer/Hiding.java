package dev.plimsoll.layer;

/// How an entry came to be hidden.
public enum Hiding {
  /// A later entry has its path.
  OVERWRITTEN,
  /// A file of a later layer has its path, size and time, and another owner or mode: what
  /// `chown` and `chmod` leave behind.
  COPIED_FOR_ATTRIBUTES,
  /// A whiteout names its path.
  DELETED,
  /// A directory above it was removed, or something else took that directory's place.
  DELETED_WITH_DIRECTORY,
  /// A directory above it was made opaque.
  OPAQUE
}
