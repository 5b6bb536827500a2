package dev.plimsoll.layer;

/// What a tar entry says of a file beside its bytes: the twelve bits of its mode, owner, group,
/// when it was modified in seconds since 1970, and whether it has capabilities (setcap).
///
/// Owner, group and time are unsigned; what needs more than 32 bits is cut to the largest.
record Attributes(int mode, int uid, int gid, int modified, boolean capabilities) {
  /// setuid, setgid, sticky and the permissions.
  static final int MODE = 07777;

  /// What runtimes give a directory that no entry names.
  static final Attributes IMPLIED = new Attributes(0755, 0, 0, 0, false);

  private static final long LARGEST = 0xffff_ffffL;

  static int compact(long value) {
    return (int) Math.min(value, LARGEST);
  }

  /// Whether the same file would look different: another owner, group or mode.
  boolean differsFrom(Attributes other) {
    return mode != other.mode || uid != other.uid || gid != other.gid;
  }
}
