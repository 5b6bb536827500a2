package dev.plimsoll.rule.custom;

import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value in an expression, whose fields are read from its source when they are asked for.
///
/// Lists and maps are made once. Belongs to one evaluation at a time.
// CEL asks its values to be immutable: to an expression this one is, since its source is.
@SuppressWarnings("Immutable")
final class Shaped<T> extends StructValue<String, Object> {
  private final Shape<T> shape;
  private final T source;
  private @Nullable Map<String, Object> made;

  Shaped(Shape<T> shape, T source) {
    this.shape = shape;
    this.source = source;
  }

  @Override
  public Object select(String field) {
    Object value = read(field);
    if (value == null) {
      throw new NotStated(shape.type().name(), field);
    }
    return value;
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.ofNullable(read(field));
  }

  private @Nullable Object read(String field) {
    Object known = made == null ? null : made.get(field);
    if (known != null) {
      return known;
    }
    Field<T> declared = shape.field(field);
    Object value = declared == null ? null : declared.value().apply(source);
    if (value instanceof Collection || value instanceof Map) {
      if (made == null) {
        made = new HashMap<>();
      }
      made.put(field, value);
    }
    return value;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return shape.type();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shaped<?> shaped
        && shape == shaped.shape
        && source.equals(shaped.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }
}
