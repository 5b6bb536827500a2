package dev.plimsoll.cache;

import java.io.IOException;

/// Where the parts of one thing are read, in the order in which they were written.
interface PartInput {
  boolean flag() throws IOException;

  int integer() throws IOException;

  long number() throws IOException;

  /// A text; one that comes again is the same object.
  String text() throws IOException;

  /// What follows is this component of such records.
  default void enter(RecordPart record, int component) throws IOException {}

  /// What follows is again what came before [#enter].
  default void leave() {}
}
