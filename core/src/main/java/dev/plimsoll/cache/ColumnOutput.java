package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Each component of each type of record in a column of its own, small numbers in few bytes:
/// far fewer bytes than rows once they are deflated.
///
/// Whoever reads meets the columns in the order in which they were first written, so they need
/// no names. A text that comes again is written as how many others were new since.
final class ColumnOutput implements PartOutput {
  private static final int SEVEN_BITS = 7;

  private final Map<Column, ByteArrayOutputStream> columns = new LinkedHashMap<>();
  private final Deque<ByteArrayOutputStream> entered = new ArrayDeque<>();
  private final Map<String, Integer> texts = new HashMap<>();
  private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
  private final ByteArrayOutputStream letters = new ByteArrayOutputStream();
  private ByteArrayOutputStream here = new ByteArrayOutputStream();

  /// A component of a type of record.
  record Column(RecordPart record, int component) {}

  ColumnOutput() {
    entered.push(here);
  }

  @Override
  public void flag(boolean value) {
    here.write(value ? 1 : 0);
  }

  @Override
  public void integer(int value) {
    number(value);
  }

  @Override
  public void number(long value) {
    write(value, here);
  }

  @Override
  public void text(String text) {
    Integer known = texts.putIfAbsent(text, texts.size());
    if (known != null) {
      write(texts.size() - known, here);
      return;
    }
    write(0, here);
    boolean narrow = text.chars().allMatch(c -> c < 0x100);
    write(narrow ? text.length() : -text.length(), lengths);
    if (narrow) {
      letters.writeBytes(text.getBytes(ISO_8859_1));
    } else {
      text.chars().forEach(this::writeWide);
    }
  }

  /// Every sequence of UTF-16, whether or not it is Unicode, comes back as it was.
  private void writeWide(int character) {
    letters.write(character >> 8);
    letters.write(character);
  }

  @Override
  public void enter(RecordPart record, int component) {
    here = columns.computeIfAbsent(new Column(record, component), _ -> new ByteArrayOutputStream());
    entered.push(here);
  }

  @Override
  public void leave() {
    entered.pop();
    here = entered.element();
  }

  /// Writes all columns, once the whole thing is in them.
  void finish(DataOutputStream out) throws IOException {
    writeColumn(letters, out);
    writeColumn(lengths, out);
    writeColumn(entered.element(), out);
    for (ByteArrayOutputStream column : columns.values()) {
      writeColumn(column, out);
    }
  }

  private static void writeColumn(ByteArrayOutputStream column, DataOutputStream out)
      throws IOException {
    out.writeInt(column.size());
    column.writeTo(out);
  }

  /// The sign in the lowest bit, then seven bits a byte, lowest first.
  private static void write(long value, ByteArrayOutputStream out) {
    long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
    while (rest >>> SEVEN_BITS != 0) {
      out.write(((int) rest & 0x7f) | 0x80);
      rest >>>= SEVEN_BITS;
    }
    out.write((int) rest);
  }
}
