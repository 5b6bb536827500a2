package dev.plimsoll.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Two images that install the same locked dependencies: as somebody made it, and as somebody
/// mended it by hand, on the base that `rung` names.
record Pair(String before, String after, String ecosystem, String rung) {

  /// All of `e2e/images/pairs.yaml`.
  static List<Pair> all() throws IOException {
    JsonNode file =
        new YAMLMapper()
            .readTree(SourceTree.root().resolve("e2e/images/pairs.yaml").toFile())
            .path("pairs");
    List<Pair> pairs = new ArrayList<>();
    for (JsonNode each : file) {
      pairs.add(
          new Pair(
              each.path("before").asText(),
              each.path("after").asText(),
              each.path("ecosystem").asText(),
              each.path("rung").asText()));
    }
    return pairs;
  }

  boolean isOnScratch() {
    return rung.equals("scratch");
  }

  @Override
  public String toString() {
    return before + " → " + after.substring(after.lastIndexOf('/') + 1);
  }
}
