package dev.plimsoll.e2e.parts.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, latest",
    "bitnami/nginx:1, docker.io/bitnami/nginx:1, 1",
    "localhost/app, localhost/app:latest, latest",
    "localhost:5000/a/b/c:v1, localhost:5000/a/b/c:v1, v1",
    "127.0.0.1:5000/app:v1, 127.0.0.1:5000/app:v1, v1",
    "registry.example.com/team/my-app__x:v1, registry.example.com/team/my-app__x:v1, v1",
  })
  void isCompletedAsContainerdDoes(String reference, String complete, String manifest) {
    var image = ImageName.parse(reference).orElseThrow();
    assertThat(image).hasToString(complete);
    assertThat(image.manifest()).isEqualTo(manifest);
  }

  @Test
  void digestIsStrongerThanTag() {
    var image = ImageName.parse("a.example/app:v1@" + DIGEST).orElseThrow();
    assertThat(image.manifest()).isEqualTo(DIGEST);
    assertThat(image.imageId(DIGEST)).isEqualTo("a.example/app@" + DIGEST);
  }

  @Test
  void dockerHubAnswersElsewhere() {
    assertThat(ImageName.parse("nginx").orElseThrow().host()).isEqualTo("registry-1.docker.io");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nginx", "a.example/", "app:", "app@sha256:12", "a b", ":tag"})
  void whatIsNoReferenceIsNone(String reference) {
    assertThat(ImageName.parse(reference)).isEmpty();
  }
}
