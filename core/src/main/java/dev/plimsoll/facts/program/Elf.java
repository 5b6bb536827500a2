package dev.plimsoll.facts.program;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An ELF program or library.
///
/// `interpreter` is the loader that a program asks for (PT_INTERP), `needed` the libraries
/// (DT_NEEDED), `searched` the directories that are searched for those first (DT_RUNPATH, or
/// DT_RPATH). `strippable` counts the bytes of symbols and debug sections that running needs
/// not, 0 where the file is stripped. Where it is not `complete`, `needed` and `searched` could
/// not all be read.
public record Elf(
    Linkage linkage,
    @Nullable String interpreter,
    List<String> needed,
    List<String> searched,
    long strippable,
    boolean complete)
    implements Executable {
  public Elf {
    needed = List.copyOf(needed);
    searched = List.copyOf(searched);
  }

  /// How a file comes to run.
  public enum Linkage {
    /// A program that asks for a loader.
    DYNAMIC,
    /// A program that needs nothing but the kernel.
    STATIC,
    /// A library, which programs load.
    LIBRARY
  }

  static Elf readFrom(DataInputStream in) throws IOException {
    Linkage linkage = Linkage.valueOf(in.readUTF());
    String interpreter = in.readUTF();
    return new Elf(
        linkage,
        interpreter.isEmpty() ? null : interpreter,
        names(in),
        names(in),
        in.readLong(),
        in.readBoolean());
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(linkage.name());
    out.writeUTF(interpreter == null ? "" : interpreter);
    write(needed, out);
    write(searched, out);
    out.writeLong(strippable);
    out.writeBoolean(complete);
  }

  private static void write(List<String> names, DataOutputStream out) throws IOException {
    out.writeShort(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  private static List<String> names(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.readUTF());
    }
    return names;
  }
}
