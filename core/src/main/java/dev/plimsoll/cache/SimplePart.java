package dev.plimsoll.cache;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value that holds no other: a text, a number, a word of an enum; null is told by a byte
/// before it.
abstract sealed class SimplePart implements Part {
  @Override
  public final void write(@Nullable Object value, PartOutput out) throws IOException {
    out.flag(value != null);
    if (value != null) {
      writeThere(value, out);
    }
  }

  @Override
  public final @Nullable Object read(PartInput in) throws IOException {
    return in.flag() ? readThere(in) : null;
  }

  /// What stands in its place in a record: numbers are no objects there.
  @Override
  public long weight(@Nullable Object value, Set<Object> seen) {
    return 4;
  }

  abstract void writeThere(Object value, PartOutput out) throws IOException;

  abstract Object readThere(PartInput in) throws IOException;

  static final class OfText extends SimplePart {
    private static final int HEADERS = 44;

    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      out.text((String) value);
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      return in.text();
    }

    @Override
    public long weight(@Nullable Object value, Set<Object> seen) {
      return value != null && seen.add(value) ? HEADERS + ((String) value).length() : 0;
    }
  }

  static final class OfInt extends SimplePart {
    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      out.integer((Integer) value);
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      return in.integer();
    }
  }

  static final class OfLong extends SimplePart {
    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      out.number((Long) value);
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      return in.number();
    }
  }

  static final class OfBoolean extends SimplePart {
    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      out.flag((Boolean) value);
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      return in.flag();
    }
  }

  /// To the nanosecond.
  static final class OfInstant extends SimplePart {
    private static final int HEADERS = 24;

    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      Instant instant = (Instant) value;
      out.number(instant.getEpochSecond());
      out.integer(instant.getNano());
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      try {
        return Instant.ofEpochSecond(in.number(), in.integer());
      } catch (DateTimeException | ArithmeticException e) {
        throw new IOException("there is no such point in time", e);
      }
    }

    @Override
    public long weight(@Nullable Object value, Set<Object> seen) {
      return value != null && seen.add(value) ? HEADERS : 0;
    }
  }

  /// By name, so that a constant may find another place.
  static final class OfEnum extends SimplePart {
    private final Map<String, Object> constants = new HashMap<>();

    OfEnum(Class<?> type) {
      for (Object constant : type.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
    }

    @Override
    void writeThere(Object value, PartOutput out) throws IOException {
      out.text(((Enum<?>) value).name());
    }

    @Override
    Object readThere(PartInput in) throws IOException {
      Object constant = constants.get(in.text());
      if (constant == null) {
        throw new IOException("there is no such constant");
      }
      return constant;
    }

    @Override
    public long weight(@Nullable Object value, Set<Object> seen) {
      return 0;
    }
  }
}
