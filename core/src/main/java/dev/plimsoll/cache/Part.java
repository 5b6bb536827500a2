package dev.plimsoll.cache;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the values of one type are written and read within a thing.
interface Part {
  void write(@Nullable Object value, PartOutput out) throws IOException;

  @Nullable Object read(PartInput in) throws IOException;

  /// About how much memory a value takes up, the reference to it apart; nothing where it was
  /// `seen` before.
  long weight(@Nullable Object value, Set<Object> seen);
}
