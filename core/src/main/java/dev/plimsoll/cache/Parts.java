package dev.plimsoll.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// The parts of a thing, by type; each type is looked at once, so that types may hold themselves.
final class Parts {
  private final Map<Type, Part> known = new HashMap<>();
  private final Map<String, String> shapes = new LinkedHashMap<>();

  Part of(Type type) {
    Part part = known.get(type);
    if (part == null) {
      part = type instanceof Class<?> plain ? plain(plain) : generic(type);
      known.put(type, part);
    }
    return part;
  }

  String shape() {
    StringBuilder shape = new StringBuilder();
    shapes.forEach((name, parts) -> shape.append(name).append(parts).append('\n'));
    return shape.toString();
  }

  private Part plain(Class<?> type) {
    if (type == String.class) {
      return new SimplePart.OfText();
    }
    if (type == int.class || type == Integer.class) {
      return new SimplePart.OfInt();
    }
    if (type == long.class || type == Long.class) {
      return new SimplePart.OfLong();
    }
    if (type == boolean.class || type == Boolean.class) {
      return new SimplePart.OfBoolean();
    }
    if (type == Instant.class) {
      return new SimplePart.OfInstant();
    }
    if (type.isEnum()) {
      shapes.put(type.getSimpleName(), List.of(type.getEnumConstants()).toString());
      return new SimplePart.OfEnum(type);
    }
    return type.isRecord() ? ofRecord(type) : ofSealed(type);
  }

  private Part ofRecord(Class<?> type) {
    List<Part> components = new ArrayList<>();
    RecordPart part = new RecordPart(type, components);
    known.put(type, part);
    StringJoiner shape = new StringJoiner(", ", "(", ")");
    shapes.put(nameOf(type), "");
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(of(component.getGenericType()));
      shape.add(nameOf(component.getGenericType()) + " " + component.getName());
    }
    shapes.put(nameOf(type), shape.toString());
    return part;
  }

  private Part ofSealed(Class<?> type) {
    if (!type.isSealed()) {
      throw new IllegalArgumentException(
          type + " cannot be kept: it is no record, sealed type, enum, text, number or collection");
    }
    Map<String, Part> kinds = new LinkedHashMap<>();
    SealedPart part = new SealedPart(kinds);
    known.put(type, part);
    StringJoiner shape = new StringJoiner(" | ", " = ", "");
    shapes.put(nameOf(type), "");
    for (Class<?> kind : type.getPermittedSubclasses()) {
      kinds.put(kind.getName(), of(kind));
      shape.add(nameOf(kind));
    }
    shapes.put(nameOf(type), shape.toString());
    return part;
  }

  private Part generic(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Type raw = parameterized.getRawType();
      if (raw == List.class) {
        return new CollectionPart(of(arguments[0]), false);
      }
      if (raw == Set.class) {
        return new CollectionPart(of(arguments[0]), true);
      }
      if (raw == Map.class) {
        return new MapPart(of(arguments[0]), of(arguments[1]));
      }
    }
    throw new IllegalArgumentException(type + " cannot be kept: it is no list, set or map");
  }

  private static String nameOf(Type type) {
    return type.getTypeName().replaceAll("[\\w.]*\\.(\\w)", "$1").replace("java.lang.", "");
  }
}
