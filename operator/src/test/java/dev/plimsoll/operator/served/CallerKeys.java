package dev.plimsoll.operator.served;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Two callers with a certificate each, of which the operator is told to believe the one.
public final class CallerKeys implements QuarkusTestResourceLifecycleManager {
  static final String PASSWORD = "password";

  private @Nullable Path directory;

  @Override
  public Map<String, String> start() {
    try {
      Path made = Files.createTempDirectory("plimsoll-callers");
      directory = made;
      Path believed = key(made.resolve("believed.p12"));
      Path stranger = key(made.resolve("stranger.p12"));
      Path authority = made.resolve("authority.pem");
      Files.writeString(authority, certificate(believed));
      return Map.of(
          "plimsoll.webhook.client-ca-file",
          authority.toString(),
          "test.believed",
          believed.toString(),
          "test.stranger",
          stranger.toString());
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

  static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static Path key(Path file) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "caller",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kube-apiserver",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    return file;
  }

  private static String certificate(Path file) throws IOException, GeneralSecurityException {
    byte[] encoded = store(file).getCertificate("caller").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(encoded));
  }
}
