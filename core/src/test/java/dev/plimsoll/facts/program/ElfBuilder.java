package dev.plimsoll.facts.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes small ELF files of 64 bits, for tests: headers, loader, names, dynamic section, symbols.
public final class ElfBuilder {
  private static final int BASE = 0x400000;

  private final List<String> needed = new ArrayList<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int type = 2;
  private String loader = "";
  private String runPath = "";
  private int symbols;
  private int debug;
  private boolean namesLast;

  public static ElfBuilder program() {
    return new ElfBuilder();
  }

  public static ElfBuilder library() {
    ElfBuilder builder = new ElfBuilder();
    builder.type = 3;
    return builder;
  }

  public ElfBuilder loader(String path) {
    loader = path;
    return this;
  }

  public ElfBuilder needs(String... names) {
    needed.addAll(List.of(names));
    return this;
  }

  ElfBuilder runPath(String path) {
    runPath = path;
    return this;
  }

  public ElfBuilder symbols(int bytes) {
    symbols = bytes;
    return this;
  }

  /// A section that nothing loads, with the names of sections where they are not seen, as Go's
  /// linker puts them.
  ElfBuilder unnamedDebug(int bytes) {
    debug = bytes;
    return this;
  }

  ElfBuilder bigEndian() {
    order = ByteOrder.BIG_ENDIAN;
    return this;
  }

  /// Puts the names behind the dynamic section, as patchelf does.
  ElfBuilder namesLast() {
    namesLast = true;
    return this;
  }

  public byte[] bytes() {
    boolean dynamic = !needed.isEmpty() || type == 3;
    int headers = 64 + 56 * 3;
    byte[] names = names();
    int loaderAt = headers;
    int loaderLength = loader.length() + 1;
    int dynamicLength = dynamic ? 16 * (needed.size() + 4) : 0;
    int first = loaderAt + loaderLength;
    int namesAt = namesLast ? first + dynamicLength + 5_000 : first;
    int dynamicAt = namesLast ? first : first + names.length + 5_000;
    int symbolsAt = Math.max(namesAt + names.length, dynamicAt + dynamicLength);
    int sectionsAt = symbolsAt + symbols;
    ByteBuffer out = ByteBuffer.allocate(sectionsAt + (symbols > 0 ? 192 : 0)).order(order);
    header(out, sectionsAt);
    segment(out, 64, 1, 0, sectionsAt);
    segment(out, 64 + 56, dynamic ? 2 : 0, dynamicAt, dynamicLength);
    segment(out, 64 + 112, loader.isEmpty() ? 0 : 3, loaderAt, loaderLength);
    out.put(loaderAt, loader.getBytes(US_ASCII));
    out.put(namesAt, names);
    if (dynamic) {
      dynamics(out.position(dynamicAt), namesAt, names.length);
    }
    if (symbols > 0) {
      out.putInt(sectionsAt + 64 + 4, 2).putLong(sectionsAt + 64 + 24, symbolsAt);
      out.putLong(sectionsAt + 64 + 32, symbols);
      out.putInt(sectionsAt + 128 + 4, 1).putLong(sectionsAt + 128 + 24, 1L << 40);
      out.putLong(sectionsAt + 128 + 32, debug);
    }
    return out.array();
  }

  private byte[] names() {
    StringBuilder names = new StringBuilder("\0");
    needed.forEach(name -> names.append(name).append('\0'));
    return names.append(runPath).append('\0').toString().getBytes(US_ASCII);
  }

  private void header(ByteBuffer out, int sectionsAt) {
    out.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2});
    out.put(5, (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1));
    out.putShort(16, (short) type).putLong(32, 64).putLong(40, symbols > 0 ? sectionsAt : 0);
    out.putShort(54, (short) 56).putShort(56, (short) 3).putShort(58, (short) 64);
    out.putShort(60, (short) (symbols == 0 ? 0 : debug == 0 ? 2 : 3));
    out.putShort(62, (short) (debug == 0 ? 0 : 2));
  }

  private static void segment(ByteBuffer out, int at, int type, int offset, int size) {
    out.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, BASE + offset);
    out.putLong(at + 32, size);
  }

  private void dynamics(ByteBuffer out, int namesAt, int length) {
    int name = 1;
    for (String library : needed) {
      out.putLong(1).putLong(name);
      name += library.length() + 1;
    }
    if (!runPath.isEmpty()) {
      out.putLong(29).putLong(name);
    }
    out.putLong(5).putLong(BASE + namesAt).putLong(10).putLong(length);
  }

  /// A file as it is, cut off after so many bytes.
  static byte[] cut(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }
}
