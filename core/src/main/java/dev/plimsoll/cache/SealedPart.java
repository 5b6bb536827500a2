package dev.plimsoll.cache;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value of one of several kinds, the kind's name before it.
record SealedPart(Map<String, Part> kinds) implements Part {
  private static final String NONE = "";

  @Override
  public void write(@Nullable Object value, PartOutput out) throws IOException {
    out.text(value == null ? NONE : value.getClass().getName());
    if (value != null) {
      kindOf(value).write(value, out);
    }
  }

  @Override
  public @Nullable Object read(PartInput in) throws IOException {
    String name = in.text();
    if (name.equals(NONE)) {
      return null;
    }
    Part kind = kinds.get(name);
    if (kind == null) {
      throw new IOException("there is no such kind");
    }
    return kind.read(in);
  }

  @Override
  public long weight(@Nullable Object value, Set<Object> seen) {
    return value == null ? 0 : kindOf(value).weight(value, seen);
  }

  private Part kindOf(Object value) {
    Part kind = kinds.get(value.getClass().getName());
    if (kind == null) {
      throw new IllegalArgumentException(value.getClass() + " cannot be kept");
    }
    return kind;
  }
}
