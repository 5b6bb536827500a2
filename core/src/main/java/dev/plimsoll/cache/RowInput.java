package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what a [RowOutput] wrote.
final class RowInput implements PartInput {
  private final DataInputStream in;
  private final List<String> texts = new ArrayList<>();

  RowInput(DataInputStream in) {
    this.in = in;
  }

  @Override
  public boolean flag() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int integer() throws IOException {
    return in.readInt();
  }

  @Override
  public long number() throws IOException {
    return in.readLong();
  }

  @Override
  public String text() throws IOException {
    int number = in.readInt();
    if (number < 0 || number > texts.size()) {
      throw new IOException("there is no such text");
    }
    if (number == texts.size()) {
      texts.add(newText());
    }
    return texts.get(number);
  }

  private String newText() throws IOException {
    int length = in.readInt();
    if (length >= 0) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("it is cut off");
      }
      return new String(bytes, ISO_8859_1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < -length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}
