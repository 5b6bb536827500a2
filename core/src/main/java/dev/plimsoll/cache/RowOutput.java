package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// One part after the other; a text that comes again is written as its number.
final class RowOutput implements PartOutput {
  private final DataOutputStream out;
  private final Map<String, Integer> texts = new HashMap<>();

  RowOutput(DataOutputStream out) {
    this.out = out;
  }

  @Override
  public void flag(boolean value) throws IOException {
    out.writeBoolean(value);
  }

  @Override
  public void integer(int value) throws IOException {
    out.writeInt(value);
  }

  @Override
  public void number(long value) throws IOException {
    out.writeLong(value);
  }

  /// Every sequence of UTF-16, whether or not it is Unicode, comes back as it was.
  @Override
  public void text(String text) throws IOException {
    Integer known = texts.putIfAbsent(text, texts.size());
    if (known != null) {
      out.writeInt(known);
      return;
    }
    out.writeInt(texts.size() - 1);
    boolean narrow = text.chars().allMatch(c -> c < 0x100);
    if (narrow) {
      out.writeInt(text.length());
      out.write(text.getBytes(ISO_8859_1));
    } else {
      out.writeInt(-text.length());
      out.writeChars(text);
    }
  }
}
