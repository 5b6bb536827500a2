package dev.plimsoll.rule.custom;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructType;
import dev.plimsoll.facts.Depth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A type of values in expressions, as its fields: what expressions are checked against, what the
/// documentation lists and where the values come from, said once.
final class Shape<T> {
  private final StructType type;
  private final Map<String, Field<T>> fields;

  private Shape(String name, Map<String, Field<T>> fields) {
    this.fields = fields;
    ImmutableMap<String, CelType> types =
        ImmutableMap.copyOf(Maps.transformValues(fields, Field::type));
    this.type =
        StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
  }

  StructType type() {
    return type;
  }

  Collection<Field<T>> fields() {
    return fields.values();
  }

  @Nullable Field<T> field(String name) {
    return fields.get(name);
  }

  /// A value of this type; its fields are read when they are asked for.
  Shaped<T> of(T source) {
    return new Shaped<>(this, source);
  }

  /// Values of this type.
  List<Shaped<T>> ofAll(Collection<? extends T> sources) {
    List<Shaped<T>> all = new ArrayList<>(sources.size());
    for (T source : sources) {
      all.add(of(source));
    }
    return all;
  }

  static <T> Writing<T> named(String name, Depth depth) {
    return new Writing<>(name, depth);
  }

  /// A shape being written down, field by field.
  static final class Writing<T> {
    private final String name;
    private final Depth usual;
    private final Map<String, Field<T>> fields = new LinkedHashMap<>();

    private Writing(String name, Depth usual) {
      this.name = name;
      this.usual = usual;
    }

    /// A field that is known as soon as the usual ones of this shape are.
    Writing<T> field(
        String field, CelType type, String meaning, Function<T, @Nullable Object> value) {
      return field(field, type, usual, meaning, value);
    }

    Writing<T> field(
        String field,
        CelType type,
        Depth depth,
        String meaning,
        Function<T, @Nullable Object> value) {
      fields.put(field, new Field<>(field, type, depth, meaning, value));
      return this;
    }

    /// A field with a value of another shape.
    <S> Writing<T> one(
        String field, Shape<S> shape, Depth depth, String meaning, Function<T, @Nullable S> value) {
      return field(
          field,
          shape.type(),
          depth,
          meaning,
          source -> {
            S inner = value.apply(source);
            return inner == null ? null : shape.of(inner);
          });
    }

    /// A field with a list of values of another shape.
    <S> Writing<T> many(
        String field,
        Shape<S> shape,
        Depth depth,
        String meaning,
        Function<T, @Nullable Collection<? extends S>> value) {
      return field(
          field,
          ListType.create(shape.type()),
          depth,
          meaning,
          source -> {
            Collection<? extends S> inner = value.apply(source);
            return inner == null ? null : shape.ofAll(inner);
          });
    }

    Shape<T> shape() {
      return new Shape<>(name, fields);
    }
  }
}
