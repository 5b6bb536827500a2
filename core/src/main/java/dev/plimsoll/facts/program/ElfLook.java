package dev.plimsoll.facts.program;

import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.layer.FileProbe.Look;
import dev.plimsoll.layer.FileProbe.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at one ELF file from front to end: at its headers and the first of what is loaded,
/// where names are; at the dynamic section; at the section table, which is last.
final class ElfLook implements Look {
  private static final int FRONT = 4096;
  private static final int MOST_LOADED = 1 << 20;
  private static final int MOST_DYNAMIC = 1 << 16;
  private static final int MOST_SECTIONS = 1 << 16;
  private static final int MOST_NAMES = 500;

  /// Section names come right before the section table.
  private static final int BEFORE_SECTIONS = 4096;

  private static final int EXECUTABLE = 2;
  private static final int SHARED = 3;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;
  private static final int NEEDED = 1;
  private static final int STRTAB = 5;
  private static final int STRSZ = 10;
  private static final int SONAME = 14;
  private static final int RPATH = 15;
  private static final int RUNPATH = 29;
  private static final int FLAGS_1 = 0x6ffffffb;
  private static final long PIE = 0x08000000;

  private record Segment(int type, long offset, long address, long size) {}

  private record Dynamic(long tag, long value) {}

  private final ElfBytes file;
  private final long fileSize;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Dynamic> dynamics = new ArrayList<>();
  private int step;
  private @Nullable Range asked;
  private boolean complete = true;

  /// `head` are the first bytes, the identification among them.
  ElfLook(byte[] head, long size) {
    this.file = new ElfBytes(head);
    this.fileSize = size;
  }

  @Override
  public @Nullable Range next() {
    try {
      asked = null;
      while (asked == null && step < 7) {
        asked = wish(step++);
      }
    } catch (IndexOutOfBoundsException _) {
      complete = false;
      asked = null;
    }
    return asked;
  }

  @Override
  public void see(byte[] bytes) {
    if (asked != null) {
      file.add(asked.from(), bytes);
    }
  }

  @Override
  public byte[] found() {
    try {
      int type = file.half(16);
      if (type == EXECUTABLE || type == SHARED) {
        return elf(type).encoded();
      }
    } catch (IndexOutOfBoundsException _) {
      // cut off within its first bytes: nothing that runs
    }
    return new byte[0];
  }

  /// What to see in this step; null for nothing.
  private @Nullable Range wish(int at) {
    return switch (at) {
      case 0 -> new Range(0, (int) Math.min(FRONT, fileSize));
      case 1 -> unseen(headersAt(), (long) file.half(file.wide ? 56 : 44) * headerSize(), FRONT);
      case 2 -> {
        readSegments();
        yield loaded();
      }
      case 3 -> isLoaderFirst() ? loaderName() : dynamicSection();
      case 4 -> isLoaderFirst() ? dynamicSection() : loaderName();
      case 5 -> {
        readDynamics();
        yield names();
      }
      default -> sections();
    };
  }

  private boolean isLoaderFirst() {
    Segment loader = segment(INTERPRETER);
    Segment dynamic = segment(DYNAMIC);
    return loader != null && dynamic != null && loader.offset < dynamic.offset;
  }

  private @Nullable Range loaderName() {
    Segment loader = segment(INTERPRETER);
    return loader == null ? null : unseen(loader.offset, loader.size, FRONT);
  }

  private @Nullable Range dynamicSection() {
    Segment dynamic = segment(DYNAMIC);
    return dynamic == null ? null : unseen(dynamic.offset, dynamic.size, MOST_DYNAMIC);
  }

  /// The names, where they come last; those that were passed may have been seen all the same.
  private @Nullable Range names() {
    long from = placeOf(dynamic(STRTAB));
    boolean ahead = !dynamics.isEmpty() && from >= file.position();
    return ahead ? unseen(from, dynamic(STRSZ), MOST_LOADED) : null;
  }

  private long headersAt() {
    return file.wordOrLong(file.wide ? 32 : 28);
  }

  private int headerSize() {
    return file.wide ? 56 : 32;
  }

  /// A part of the file, unless it was seen; what has passed cannot be seen any more.
  private @Nullable Range unseen(long from, long length, int most) {
    if (length <= 0 || file.holds(from, length)) {
      return null;
    }
    if (from < file.position() || from >= fileSize || length > most) {
      complete = false;
      return null;
    }
    return new Range(from, (int) Math.min(length, fileSize - from));
  }

  private void readSegments() {
    long at = headersAt();
    for (int i = 0; i < file.half(file.wide ? 56 : 44); i++, at += headerSize()) {
      boolean wide = file.wide;
      segments.add(
          new Segment(
              file.word(at),
              file.wordOrLong(at + (wide ? 8 : 4)),
              file.wordOrLong(at + (wide ? 16 : 8)),
              file.wordOrLong(at + (wide ? 32 : 16))));
    }
  }

  /// The rest of what is loaded first, where loader and names are.
  private @Nullable Range loaded() {
    Segment first = segment(LOAD);
    if (first == null || segment(DYNAMIC) == null) {
      return null;
    }
    long end = Math.min(Math.min(first.offset + first.size, fileSize), MOST_LOADED);
    long from = file.position();
    return end > from ? new Range(from, (int) (end - from)) : null;
  }

  private void readDynamics() {
    Segment segment = segment(DYNAMIC);
    if (segment == null || !file.holds(segment.offset, segment.size)) {
      return;
    }
    int width = file.wide ? 8 : 4;
    long end = segment.offset + segment.size;
    for (long at = segment.offset; at + 2L * width <= end; at += 2L * width) {
      long tag = file.wordOrLong(at);
      if (tag == 0) {
        return;
      }
      dynamics.add(new Dynamic(tag, file.wordOrLong(at + width)));
    }
  }

  private @Nullable Range sections() {
    long table = file.wordOrLong(file.wide ? 40 : 32);
    long length = (long) file.half(file.wide ? 60 : 48) * (file.wide ? 64 : 40);
    if (length == 0 || length > MOST_SECTIONS || table <= 0 || table > fileSize - length) {
      return null;
    }
    long from = Math.max(file.position(), table - BEFORE_SECTIONS);
    return from <= table ? new Range(from, (int) (table + length - from)) : null;
  }

  private Elf elf(int type) {
    Segment loader = segment(INTERPRETER);
    String interpreter = loader == null ? null : file.text(loader.offset);
    List<String> needed = names(NEEDED);
    List<String> searched = names(RUNPATH);
    boolean program =
        type == EXECUTABLE
            || (dynamic(FLAGS_1) & PIE) != 0
            || (loader != null && dynamic(SONAME) == 0);
    Linkage linkage =
        !program ? Linkage.LIBRARY : loader == null ? Linkage.STATIC : Linkage.DYNAMIC;
    return new Elf(
        linkage,
        interpreter,
        needed,
        searched.isEmpty() ? names(RPATH) : searched,
        new ElfSections(file, fileSize).strippable(),
        complete && (loader == null || interpreter != null));
  }

  private List<String> names(int tag) {
    long strings = placeOf(dynamic(STRTAB));
    List<String> names = new ArrayList<>();
    for (Dynamic dynamic : dynamics) {
      if (dynamic.tag == tag && names.size() < MOST_NAMES) {
        String name = strings < 0 ? null : file.text(strings + dynamic.value);
        if (name == null) {
          complete = false;
        } else {
          names.add(name);
        }
      }
    }
    return names;
  }

  private @Nullable Segment segment(int type) {
    for (Segment segment : segments) {
      if (segment.type == type) {
        return segment;
      }
    }
    return null;
  }

  private long dynamic(int tag) {
    for (Dynamic dynamic : dynamics) {
      if (dynamic.tag == tag) {
        return dynamic.value;
      }
    }
    return 0;
  }

  /// Where in the file an address is loaded from; -1 where nowhere.
  private long placeOf(long address) {
    for (Segment segment : segments) {
      long within = address - segment.address;
      if (segment.type == LOAD && within >= 0 && within < segment.size) {
        return segment.offset + within;
      }
    }
    return -1;
  }
}
