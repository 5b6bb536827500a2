package dev.plimsoll.rule.custom;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value in an expression, as a map whose entries are read from its source when they are asked
/// for; a field that nobody states is not in it.
///
/// Lists and maps are made once. Belongs to one evaluation at a time.
final class Shaped<T> extends AbstractMap<String, Object> {
  private final Shape<T> shape;
  private final T source;
  private @Nullable Map<String, Object> made;

  Shaped(Shape<T> shape, T source) {
    this.shape = shape;
    this.source = source;
  }

  @Override
  public @Nullable Object get(@Nullable Object field) {
    Object known = made == null ? null : made.get(field);
    if (known != null) {
      return known;
    }
    Field<T> declared = field instanceof String name ? shape.field(name) : null;
    Object value = declared == null ? null : declared.value().apply(source);
    if (value instanceof Collection || value instanceof Map) {
      if (made == null) {
        made = new HashMap<>();
      }
      made.put(String.valueOf(field), value);
    }
    return value;
  }

  @Override
  public boolean containsKey(@Nullable Object field) {
    return get(field) != null;
  }

  @Override
  public int size() {
    return shape.fields().size();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Field<T> field : shape.fields()) {
      Object value = get(field.name());
      if (value != null) {
        all.put(field.name(), value);
      }
    }
    return all.entrySet();
  }

  /// Short, since CEL puts operands into the messages of failures.
  @Override
  public String toString() {
    return shape.type().name();
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
