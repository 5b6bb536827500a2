package dev.plimsoll.packages.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What RPM knows of one package: values by tag.
final class RpmHeader {
  static final int NAME = 1000;
  static final int VERSION = 1001;
  static final int RELEASE = 1002;
  static final int EPOCH = 1003;
  static final int SIZE = 1009;
  static final int ARCHITECTURE = 1022;
  static final int OLD_FILE_NAMES = 1027;
  static final int SOURCE = 1044;
  static final int PROVIDES = 1047;
  static final int REQUIRES_FLAGS = 1048;
  static final int REQUIRES = 1049;
  static final int DIRECTORY_INDEXES = 1116;
  static final int BASE_NAMES = 1117;
  static final int DIRECTORIES = 1118;
  static final int LONG_SIZE = 5009;
  static final int RECOMMENDS = 5046;

  private static final int INTRO = 8;
  private static final int ENTRY = 16;
  private static final int INT32 = 4;
  private static final int INT64 = 5;
  private static final int STRING = 6;
  private static final int STRING_ARRAY = 8;
  private static final int TRANSLATED = 9;

  private final Numbers bytes;
  private final long store;
  private final Map<Integer, Integer> entries = new HashMap<>();

  /// Reads the list of tags: how many, how large the store is, then tag, type, offset and count
  /// of each.
  RpmHeader(byte[] header) throws UnreadableException {
    bytes = Numbers.of(header, ByteOrder.BIG_ENDIAN);
    long count = bytes.u32(0);
    store = INTRO + count * ENTRY;
    bytes.part(store, bytes.u32(4));
    for (int i = 0; i < count; i++) {
      int entry = INTRO + i * ENTRY;
      entries.put((int) bytes.u32(entry), entry);
    }
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /// A single text, or the first of several; empty where the tag is not there.
  String text(int tag) throws UnreadableException {
    List<String> texts = texts(tag, 1);
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  List<String> texts(int tag) throws UnreadableException {
    return texts(tag, Integer.MAX_VALUE);
  }

  /// Numbers of four or eight bytes.
  long[] numbers(int tag) throws UnreadableException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    long type = bytes.u32(entry + 4);
    int width = type == INT64 ? 8 : 4;
    if (type != INT32 && type != INT64) {
      throw wrongType(tag, type);
    }
    Numbers values = bytes.part(store + bytes.u32(entry + 8), bytes.u32(entry + 12) * width);
    long[] numbers = new long[values.length() / width];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = width == 8 ? values.i64(8L * i) : values.u32(4L * i);
    }
    return numbers;
  }

  private List<String> texts(int tag, int most) throws UnreadableException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return List.of();
    }
    long type = bytes.u32(entry + 4);
    if (type != STRING && type != STRING_ARRAY && type != TRANSLATED) {
      throw wrongType(tag, type);
    }
    long count = Math.min(type == STRING ? 1 : bytes.u32(entry + 12), most);
    List<String> texts = new ArrayList<>();
    long at = store + bytes.u32(entry + 8);
    for (long i = 0; i < count; i++) {
      long end = at;
      while (bytes.u8(end) != 0) {
        end++;
      }
      texts.add(new String(bytes.copy(at, end - at), UTF_8));
      at = end + 1;
    }
    return texts;
  }

  private static UnreadableException wrongType(int tag, long type) {
    return new UnreadableException(
        "it is damaged: the values of tag %d are of type %d".formatted(tag, type));
  }
}
