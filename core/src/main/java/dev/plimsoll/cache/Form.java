package dev.plimsoll.cache;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// How things of one type are written down and read back.
public interface Form<T> {
  void write(T thing, DataOutputStream out) throws IOException;

  /// Reads what was written; an [IOException] where it is something else.
  T read(DataInputStream in) throws IOException;
}
