package dev.plimsoll.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceGlobsTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com/**, registry.example.com/a/b:1",
    "Registry.Example.com/**, registry.example.com/a/b:1",
    "registry.example.com/**, REGISTRY.example.com/a/b:1",
    "registry.example.com:443/*, registry.example.com:0443/a",
    "registry.example.com:0443/*, registry.example.com:443/a",
    "index.docker.io/shop/*, shop/web",
    "Shop/**, SHOP/web",
    "*.Example.com/web, registry.example.com/web",
    "shop/*, docker.io/shop/web",
    "nginx, nginx:1.27",
    "nginx:1.*, nginx:1.27",
    "**, anything/at/all"
  })
  void coverANameHoweverItIsWritten(String glob, String reference) {
    assertThat(new ReferenceGlobs(List.of(glob)).cover(Reference.parse(reference))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/**, evil.example.com:000443/x:1",
    "shop/**, SHOP/web:1",
    "SHOP/**, shop/web:1",
    "registry.example.com/*, registry.example.com/a/b",
    "registry.example.com/web, registry.example.com/web2"
  })
  void coverNothingElse(String glob, String reference) {
    assertThat(new ReferenceGlobs(List.of(glob)).cover(Reference.parse(reference))).isFalse();
  }
}
