package dev.plimsoll.operator.served;

import dev.plimsoll.operator.certificate.MadeKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Two callers with a certificate each, of which the operator is told to believe the one.
public final class CallerKeys implements QuarkusTestResourceLifecycleManager {
  private @Nullable Path directory;

  @Override
  public Map<String, String> start() {
    try {
      Path made = Files.createTempDirectory("plimsoll-callers");
      directory = made;
      MadeKey believed = MadeKey.in(made.resolve("believed.p12"), "EC", "kube-apiserver");
      MadeKey stranger = MadeKey.in(made.resolve("stranger.p12"), "EC", "kube-apiserver");
      Path authority = made.resolve("authority.pem");
      Files.writeString(authority, believed.pem());
      return Map.of(
          "plimsoll.webhook.client-ca-file",
          authority.toString(),
          "test.believed",
          believed.file().toString(),
          "test.stranger",
          stranger.file().toString());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("keys for callers cannot be made", e);
    }
  }

  @Override
  public void stop() {
    if (directory != null) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
