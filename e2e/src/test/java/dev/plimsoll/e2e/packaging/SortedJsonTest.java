package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two builds of an image write the same bytes.
class SortedJsonTest {
  @Test
  void ordersKeysAtEveryDepthAndLeavesListsAsTheyAre() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", "65532");
    config.put("Env", List.of("PATH=/bin", "LANG=C"));
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("os", "linux");
    image.put("config", config);

    assertThat(SortedJson.of(image))
        .asString()
        .isEqualTo(
            "{\"config\":{\"Env\":[\"PATH=/bin\",\"LANG=C\"],\"User\":\"65532\"},\"os\":\"linux\"}");
  }
}
