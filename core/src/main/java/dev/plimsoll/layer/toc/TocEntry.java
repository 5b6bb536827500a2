package dev.plimsoll.layer.toc;

/// One entry of a table of contents, in the words that both formats share. `offset` and `end` are
/// stored positions of its payload, -1 where they are not said.
record TocEntry(
    String name,
    char type,
    String target,
    long size,
    long mode,
    long uid,
    long gid,
    long modified,
    long offset,
    long end) {
  static final char CHUNK = 'c';
  static final char UNKNOWN = '?';

  TocEntry endingAt(long position) {
    return new TocEntry(name, type, target, size, mode, uid, gid, modified, offset, position);
  }

  /// Tar's letter for a type that the table spells out.
  static char typeOf(String spelled) {
    return switch (spelled) {
      case "reg" -> '0';
      case "hardlink" -> '1';
      case "symlink" -> '2';
      case "char" -> '3';
      case "block" -> '4';
      case "dir" -> '5';
      case "fifo" -> '6';
      case "chunk" -> CHUNK;
      default -> UNKNOWN;
    };
  }
}
