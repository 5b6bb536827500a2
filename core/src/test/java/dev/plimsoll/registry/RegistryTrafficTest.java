package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every request is told of, under the name that was configured and no other.
class RegistryTrafficTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void tellsTheStatusOfEveryRequestTriedAgainOnesToo() throws IOException {
    registry.on("GET", "/manifests/", Fault.status(503)).once();
    try (RegistrySource source = source(registry.settings())) {
      source.manifest(web, soon());
    }
    assertThat(seen).containsExactly(registry.host() + " 503", registry.host() + " 200");
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void tellsOfTheMissing() {
    try (RegistrySource source = source(registry.settings())) {
      assertThatExceptionOfType(SourceException.NotFound.class)
          .isThrownBy(() -> source.manifest(web.at(ANOTHER), soon()));
    }
    assertThat(seen).containsExactly(registry.host() + " 404");
  }

  @Test
  void tellsOfWhoeverDoesNotAnswer() {
    registry.on("GET", "/manifests/", Fault.hang());
    try (RegistrySource source = source(registry.settings())) {
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> source.manifest(web, Deadline.in(Duration.ofMillis(200))));
    }
    assertThat(seen).containsExactly(registry.host() + " none");
  }

  @Test
  void namesNoHostThatIsNotConfigured() {
    assertThat(RegistrySettings.none().configuredName(URI.create("https://evil.example/")))
        .isEmpty();
    assertThat(registry.settings().configuredName(URI.create("http://" + registry.host() + "/v2/")))
        .contains(registry.host());
  }

  private static final Digest ANOTHER = new Digest("sha256", "a".repeat(64));

  private RegistrySource source(RegistrySettings settings) {
    RegistryTraffic traffic =
        new RegistryTraffic() {
          @Override
          public void answered(Optional<String> host, int status) {
            seen.add(host.orElse("-") + " " + status);
          }

          @Override
          public void unanswered(Optional<String> host) {
            seen.add(host.orElse("-") + " none");
          }
        };
    return new RegistrySource(settings, Credentials.of(), Limits.defaults(), traffic);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}
