package dev.plimsoll.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// What is kept of a file that says much more than matters: lines of a letter, which says what
/// it is, and a text.
public final class Notes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// Takes notes.
  public interface Reader {
    void accept(char kind, String text);
  }

  /// Adds a note; a text of several lines becomes one.
  public void add(char kind, String text) {
    out.write(kind);
    out.writeBytes(text.replace('\n', ' ').replace('\r', ' ').getBytes(UTF_8));
    out.write('\n');
  }

  public int size() {
    return out.size();
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /// Calls with each note, in order.
  public static void forEach(byte[] notes, Reader reader) {
    Lines.forEach(
        notes,
        line ->
            reader.accept((char) (line[0] & 0x7f), new String(line, 1, line.length - 1, UTF_8)));
  }
}
