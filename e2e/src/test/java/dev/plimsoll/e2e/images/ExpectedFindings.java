package dev.plimsoll.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What `expected.yaml` says of the rules of the whole catalogue: `fires` must be found, in the
/// layers (from 0) of `where` where it says so; `silent` must not be, unless as advice; of `may`
/// nothing is asked; all else is as in the image `otherwise`, where there is one.
record ExpectedFindings(
    String image,
    String like,
    String otherwise,
    Set<String> fires,
    Map<String, Set<Integer>> where,
    Set<String> silent,
    Set<String> may) {

  static ExpectedFindings of(String image, JsonNode root) {
    Set<String> fires = texts(root.path("fires"));
    Set<String> silent = texts(root.path("silent"));
    root.path("rules")
        .properties()
        .forEach(
            rule ->
                (rule.getValue().path("fires").asBoolean() ? fires : silent).add(rule.getKey()));
    Map<String, Set<Integer>> where = new TreeMap<>();
    root.path("where")
        .properties()
        .forEach(
            rule -> {
              Set<Integer> layers = new TreeSet<>();
              rule.getValue().forEach(layer -> layers.add(layer.asInt()));
              where.put(rule.getKey(), layers);
            });
    return new ExpectedFindings(
        image,
        root.path("like").asText(""),
        root.path("otherwise").asText(""),
        fires,
        where,
        silent,
        texts(root.path("may")));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Override
  public String toString() {
    return image;
  }
}
