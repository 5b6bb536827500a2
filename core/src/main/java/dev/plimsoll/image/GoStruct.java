package dev.plimsoll.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object that container runtimes bind to a struct of Go's, as a record here says it, with
/// the objects below it that they bind so too; what is bound to a map keeps whatever names it has.
///
/// Go finds the field of a name by folding: not only case, but also `ſ` is an `s` and the Kelvin
/// sign a `k`. Of names that mean one field the last value counts, and objects are merged. So a
/// document that has two such names may say one thing to a runtime and another to all other
/// readers, and no builder writes it.
record GoStruct(Map<String, GoStruct> structs) {
  private static final char LONG_S = '\u017f';
  private static final char KELVIN = '\u212a';

  private static final ClassValue<GoStruct> OF_RECORDS =
      new ClassValue<>() {
        @Override
        protected GoStruct computeValue(Class<?> type) {
          return ofComponents(type);
        }
      };

  /// A document that readers may take for different ones.
  static final class AmbiguousNameException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    AmbiguousNameException(JsonLocation place) {
      super("a name that may be read in two ways", place);
    }
  }

  /// The struct that a record stands for.
  static GoStruct of(Class<?> type) {
    return OF_RECORDS.get(type);
  }

  private static GoStruct ofComponents(Class<?> type) {
    Map<String, GoStruct> structs = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> record = recordIn(component.getGenericType());
      if (record != null) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        structs.put(folded(named == null ? component.getName() : named.value()), of(record));
      }
    }
    return new GoStruct(Map.copyOf(structs));
  }

  /// The record that a component is, or is a list of.
  private static @Nullable Class<?> recordIn(Type type) {
    if (type instanceof ParameterizedType list
        && list.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      return recordIn(list.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> each && each.isRecord() ? each : null;
  }

  /// Reads past the object that the parser has just entered, and throws where a name in it or
  /// below may be read in two ways.
  void requireClear(JsonParser json) throws IOException {
    Set<String> names = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      String folded = folded(name);
      if (isDisguised(name) || !names.add(folded)) {
        throw new AmbiguousNameException(json.currentTokenLocation());
      }
      json.nextToken();
      GoStruct below = structs.get(folded);
      if (below == null) {
        json.skipChildren();
      } else {
        below.requireAllClear(json);
      }
    }
  }

  /// The same for a value that is such an object, or a list of them.
  private void requireAllClear(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      requireClear(json);
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      for (JsonToken next = json.nextToken();
          next != null && next != JsonToken.END_ARRAY;
          next = json.nextToken()) {
        if (next == JsonToken.START_OBJECT) {
          requireClear(json);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private static boolean isDisguised(String name) {
    return name.indexOf(LONG_S) >= 0 || name.indexOf(KELVIN) >= 0;
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
