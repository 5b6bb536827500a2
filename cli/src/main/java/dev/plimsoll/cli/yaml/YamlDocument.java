package dev.plimsoll.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// One document of a YAML file: its value as JSON, and the line on which each part of it stands,
/// by path (`spec.rules.size`, `spec.match.images[0]`).
public record YamlDocument(Place place, JsonNode root, Map<String, Integer> lines) {
  public YamlDocument {
    lines = Map.copyOf(lines);
  }

  /// Where the value at `path` stands, or the nearest one around it that there is.
  public Place placeOf(String path) {
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      Integer line = lines.get(at);
      if (line != null) {
        return new Place(place.file(), line);
      }
    }
    return place;
  }

  /// The text at `path` of field names, or empty where there is none.
  public String text(String... path) {
    JsonNode at = root;
    for (String field : path) {
      at = at.path(field);
    }
    return at.isTextual() ? at.textValue() : "";
  }

  private static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return path.substring(0, Math.max(end, 0));
  }
}
