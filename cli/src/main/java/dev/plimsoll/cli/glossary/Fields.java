package dev.plimsoll.cli.glossary;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of resources and the words that may stand in them, as their definitions describe
/// them.
final class Fields {
  private final Map<String, Map<Description, List<String>>> kinds = new LinkedHashMap<>();

  /// What is said of a field, whichever kinds of resource have it.
  private record Description(String path, String text) {}

  /// Adds all fields beneath `path` of a kind of resource.
  void add(String kind, String path, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String field = path + "." + component.getName();
      Class<?> own = typeOf(component.getGenericType());
      JsonPropertyDescription said =
          component.getAccessor().getAnnotation(JsonPropertyDescription.class);
      if (said != null) {
        note(component.getName(), kind, new Description(field, said.value()));
        if (own.isEnum()) {
          words(own)
              .forEach(
                  word -> note(word, kind, new Description("a value of " + field, said.value())));
        }
      }
      if (own.isRecord()) {
        add(kind, field, own);
      }
    }
  }

  /// What each word means, by the word.
  Map<String, List<Meaning>> meanings() {
    Map<String, List<Meaning>> meanings = new LinkedHashMap<>();
    kinds.forEach(
        (word, descriptions) ->
            descriptions.forEach(
                (description, of) ->
                    meanings
                        .computeIfAbsent(word, _ -> new ArrayList<>())
                        .add(
                            new Meaning(
                                description.path() + " of " + String.join(" and ", of),
                                description.text()))));
    return meanings;
  }

  private void note(String word, String kind, Description description) {
    kinds
        .computeIfAbsent(word, _ -> new LinkedHashMap<>())
        .computeIfAbsent(description, _ -> new ArrayList<>())
        .add(kind);
  }

  /// What a list holds, else the type itself.
  private static Class<?> typeOf(Type type) {
    return switch (type) {
      case Class<?> one -> one;
      case ParameterizedType list
          when list.getRawType() == List.class
              && list.getActualTypeArguments()[0] instanceof Class<?> element ->
          element;
      default -> Object.class;
    };
  }

  private static List<String> words(Class<?> constants) {
    List<String> words = new ArrayList<>();
    for (Field field : constants.getFields()) {
      JsonProperty written = field.getAnnotation(JsonProperty.class);
      if (written != null) {
        words.add(written.value());
      }
    }
    return words;
  }
}
