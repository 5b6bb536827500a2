package dev.plimsoll.cache;

import java.io.IOException;

/// Where the parts of one thing are written.
interface PartOutput {
  void flag(boolean value) throws IOException;

  void integer(int value) throws IOException;

  void number(long value) throws IOException;

  /// A text, of which it is enough to write once what it says.
  void text(String text) throws IOException;

  /// What follows is this component of such records.
  default void enter(RecordPart record, int component) {}

  /// What follows is again what came before [#enter].
  default void leave() {}
}
