package dev.plimsoll.packages;

import java.util.Arrays;
import java.util.function.Consumer;

/// Text as bytes, line by line: paths may be in any encoding.
public final class Lines {
  private Lines() {}

  /// Calls with each line that is not empty.
  public static void forEach(byte[] text, Consumer<byte[]> line) {
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        if (i > start) {
          line.accept(Arrays.copyOfRange(text, start, i));
        }
        start = i + 1;
      }
    }
  }
}
