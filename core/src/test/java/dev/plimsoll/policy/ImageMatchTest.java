package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageMatchTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com/**, registry.example.com/shop/web:1, true",
    "registry.example.com/**, registry.example.com/web:1, true",
    "registry.example.com/*, registry.example.com/shop/web:1, false",
    "registry.example.com/*/web, registry.example.com/shop/web:1, true",
    "registry.example.com/shop/*, registry.example.org/shop/web:1, false",
    "registry.example.com/shop, registry.example.com/shop/web:1, false",
    "127.0.0.1:5000/apps/**, 127.0.0.1:5000/apps/web:1, true",
    "127.0.0.1:5000/apps/**, 127.0.0.1:5001/apps/web:1, false",
    "localhost/**, localhost/web:1, true",
    "nginx, nginx:1, true",
    "nginx, docker.io/library/nginx:1, true",
    "bitnami/*, bitnami/redis:1, true",
    "bitnami/*, registry.example.com/bitnami/redis:1, false",
    "**, registry.example.com/shop/web:1, true",
    "**/web, registry.example.com/shop/web:1, true",
    "*.example.com/**, registry.example.com/shop/web:1, true",
    "registry.example.com/shop/web:1*, registry.example.com/shop/web:1.4, true",
    "registry.example.com/shop/web:1*, registry.example.com/shop/web:2, false",
    "registry.example.com/shop/w.b, registry.example.com/shop/web:1, false",
  })
  void coversWhatTheGlobSays(String glob, String image, boolean covered) {
    assertThat(new ImageMatch(List.of(glob)).covers(Reference.parse(image))).isEqualTo(covered);
  }

  @Test
  void coversEverythingWithoutAGlob() {
    assertThat(ImageMatch.EVERYTHING.covers(Reference.parse("a.example/b:1"))).isTrue();
  }

  @Test
  void coversWhatAnyGlobCovers() {
    ImageMatch match = new ImageMatch(List.of("a.example/**", "b.example/**"));

    assertThat(match.covers(Reference.parse("b.example/web:1"))).isTrue();
    assertThat(match.covers(Reference.parse("c.example/web:1"))).isFalse();
  }
}
