package dev.plimsoll.facts.program;

/// The sections of an ELF file, as far as its section table was seen.
final class ElfSections {
  private static final int PROGRAM_BITS = 1;
  private static final int SYMBOLS = 2;
  private static final int NO_BITS = 8;
  private static final long LOADED = 2;

  private final ElfBytes file;
  private final long fileSize;

  ElfSections(ElfBytes file, long fileSize) {
    this.file = file;
    this.fileSize = fileSize;
  }

  /// The bytes of sections that nothing loads: symbols with their names, debug sections.
  long strippable() {
    long table = file.wordOrLong(file.wide ? 40 : 32);
    int width = file.wide ? 64 : 40;
    int count = file.half(file.wide ? 60 : 48);
    if (count == 0 || !file.holds(table, (long) count * width)) {
      return 0;
    }
    long names = offset(table + (long) file.half(file.wide ? 62 : 50) * width);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      long section = table + (long) i * width;
      int type = file.word(section + 4);
      String name = file.text(names + (file.word(section) & 0xffffffffL));
      if (type == SYMBOLS) {
        long strings = table + (file.word(section + (file.wide ? 40 : 24)) & 0xffffL) * width;
        bytes += size(section) + (file.holds(strings, width) ? size(strings) : 0);
      } else if (name == null ? isUnloaded(section, type) : type != NO_BITS && isDebug(name)) {
        bytes += size(section);
      }
    }
    return Math.clamp(bytes, 0, fileSize);
  }

  /// Go writes the table of sections first and their names last, where they are not seen: what
  /// has bytes and is not loaded is debug sections but for a comment.
  private boolean isUnloaded(long section, int type) {
    long flags = file.wordOrLong(section + 8);
    return type == PROGRAM_BITS && (flags & LOADED) == 0;
  }

  private static boolean isDebug(String section) {
    return section.startsWith(".debug_") || section.startsWith(".zdebug_");
  }

  private long offset(long section) {
    return file.holds(section, 40) ? file.wordOrLong(section + (file.wide ? 24 : 16)) : -1;
  }

  private long size(long section) {
    long size = file.wordOrLong(section + (file.wide ? 32 : 20));
    return Math.clamp(size, 0, fileSize);
  }
}
