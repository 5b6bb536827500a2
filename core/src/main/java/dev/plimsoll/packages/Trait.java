package dev.plimsoll.packages;

/// Something about a package that its database says by a flag.
public enum Trait {
  /// The system does not work without it.
  ESSENTIAL,
  /// Somebody asked for it by name.
  MANUAL,
  /// It came because another package needed or recommended it.
  AUTOMATIC,
  /// Only development needs it.
  DEVELOPMENT,
  /// What asked for it works without it.
  OPTIONAL
}
