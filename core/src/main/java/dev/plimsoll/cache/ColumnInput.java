package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.plimsoll.cache.ColumnOutput.Column;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what a [ColumnOutput] wrote.
final class ColumnInput implements PartInput {
  private static final int SEVEN_BITS = 7;

  private final DataInputStream in;
  private final ByteBuffer letters;
  private final ByteBuffer lengths;
  private final Map<Column, ByteBuffer> columns = new HashMap<>();
  private final Deque<ByteBuffer> entered = new ArrayDeque<>();
  private final List<String> texts = new ArrayList<>();
  private ByteBuffer here;

  ColumnInput(DataInputStream in) throws IOException {
    this.in = in;
    this.letters = column(in);
    this.lengths = column(in);
    this.here = column(in);
    entered.push(here);
  }

  @Override
  public boolean flag() throws IOException {
    return next(here) != 0;
  }

  @Override
  public int integer() throws IOException {
    return (int) number();
  }

  @Override
  public long number() throws IOException {
    return number(here);
  }

  @Override
  public String text() throws IOException {
    long since = number();
    if (since == 0) {
      texts.add(newText());
      return texts.getLast();
    }
    if (since < 0 || since > texts.size()) {
      throw new IOException("there is no such text");
    }
    return texts.get(texts.size() - (int) since);
  }

  @Override
  public void enter(RecordPart record, int component) throws IOException {
    Column column = new Column(record, component);
    ByteBuffer known = columns.get(column);
    if (known == null) {
      known = column(in);
      columns.put(column, known);
    }
    here = known;
    entered.push(here);
  }

  @Override
  public void leave() {
    entered.pop();
    here = entered.element();
  }

  private String newText() throws IOException {
    long length = number(lengths);
    if (length > letters.remaining() || -length > letters.remaining() / 2) {
      throw new IOException("it is cut off");
    }
    if (length >= 0) {
      byte[] bytes = new byte[(int) length];
      letters.get(bytes);
      return new String(bytes, ISO_8859_1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < -length; i++) {
      text.append(letters.getChar());
    }
    return text.toString();
  }

  private static ByteBuffer column(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(Math.max(0, length));
    if (length != bytes.length) {
      throw new IOException("it is cut off");
    }
    return ByteBuffer.wrap(bytes);
  }

  private static long number(ByteBuffer column) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += SEVEN_BITS) {
      int bits = next(column);
      value |= (bits & 0x7fL) << shift;
      if ((bits & 0x80) == 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IOException("there is no such number");
  }

  private static int next(ByteBuffer column) throws IOException {
    if (!column.hasRemaining()) {
      throw new IOException("it is cut off");
    }
    return column.get() & 0xff;
  }
}
